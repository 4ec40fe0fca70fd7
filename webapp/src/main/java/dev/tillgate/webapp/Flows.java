package dev.tillgate.webapp;

import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.RecommendMethods;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.ReopenPayment;
import dev.tillgate.flow.StartPayment;

/** The part of the composition root that moves payments: the same flows for API, checkout, console and conversations. */
record Flows(
        CreatePayment create,
        StartPayment start,
        CapturePayment capture,
        CancelPayment cancel,
        RefundPayment refund,
        ReopenPayment reopen,
        RecommendMethods recommend) {
    static Flows of(FlowParts parts, StartPayment start) {
        return new Flows(
                new CreatePayment(parts.desk(), parts.life(), start, parts.clock()),
                start,
                new CapturePayment(parts),
                new CancelPayment(parts),
                new RefundPayment(parts),
                new ReopenPayment(parts.desk(), parts.life(), parts.reader(), parts.clock()),
                new RecommendMethods(parts.directory()));
    }
}
