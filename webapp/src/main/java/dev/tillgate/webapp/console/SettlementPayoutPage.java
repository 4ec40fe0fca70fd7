package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementReader.Line;

/** The statement of one payout, and the rows it is made of. */
public record SettlementPayoutPage(View view, AccountNames names, PayoutStatement statement, Listing<Line> rows) {}
