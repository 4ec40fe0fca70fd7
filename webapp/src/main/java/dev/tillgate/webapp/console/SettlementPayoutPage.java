package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementReader.Line;
import dev.tillgate.flow.settlement.SettlementReader.Sum;
import dev.tillgate.money.Money;
import dev.tillgate.provider.SettlementRow.Kind;
import java.util.ArrayList;
import java.util.List;

/** The statement of one payout, and the rows it is made of. */
public record SettlementPayoutPage(View view, AccountNames names, PayoutStatement statement, Listing<Line> rows) {
    /** Its parts and the payout itself, so that the reader sees what adds up. */
    public List<Sum> sums() {
        List<Sum> sums = new ArrayList<>(statement.parts());
        Money paid = statement.paid();
        if (!paid.isZero()) {
            sums.add(new Sum(Kind.PAYOUT, 1, paid, Money.zero(paid.currency()), paid));
        }
        return sums;
    }
}
