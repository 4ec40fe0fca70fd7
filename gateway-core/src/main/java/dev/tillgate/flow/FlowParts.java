package dev.tillgate.flow;

import java.time.InstantSource;

/** What the flows that change orders are built from; made once, in the composition root. */
public record FlowParts(
        OrderDesk desk,
        PaymentLife life,
        Dispatcher dispatcher,
        Directory directory,
        PaymentReader reader,
        InstantSource clock) {}
