package dev.tillgate.webapp.console;

import dev.tillgate.merchant.ConsoleSession;
import dev.tillgate.merchant.ConsoleUser;
import dev.tillgate.payment.MerchantId;

/** The person who is logged in, for one request. */
public record Operator(ConsoleUser user, ConsoleSession session) {
    public MerchantId merchant() {
        return user.merchant();
    }

    /** What forms on this person's pages are bound to. */
    String formSubject() {
        return "console " + session.digest();
    }
}
