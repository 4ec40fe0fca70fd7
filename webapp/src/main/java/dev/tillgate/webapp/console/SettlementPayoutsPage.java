package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.SettlementReader.Payout;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The list of payouts that settlement files speak of. */
public record SettlementPayoutsPage(View view, AccountNames names, Listing<Payout> list) {
    /** Where a payout's statement is; a provider's id may hold anything. */
    public String address(Payout payout) {
        String ref = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payout.ref().getBytes(StandardCharsets.UTF_8));
        return view.path("/console/settlement/payouts/" + payout.account() + "/" + payout.currency() + "/" + ref);
    }
}
