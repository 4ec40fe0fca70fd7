package dev.tillgate.provider.stripe.simulator;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's test instruments and what becomes of a charge with them, see docs.stripe.com/testing (from general knowledge of it).
 *
 * @param code the error's code when it is declined, or null
 * @param declineCode the bank's word for it, or null
 * @param authenticates whether the payer's bank wants to see the payer first
 * @param later what happens afterwards
 */
record TestInstrument(
        String brand, @Nullable String code, @Nullable String declineCode, boolean authenticates, Later later) {
    /** What happens after the charge. */
    enum Later {
        NOTHING,
        DISPUTE,
        INQUIRY,
        REFUND_PENDING,
        REFUND_FAILS
    }

    /** What Stripe's own page tries when the payer's money is not enough. */
    static final TestInstrument TOO_LITTLE = declined("card_declined", "insufficient_funds");

    static final TestInstrument VISA = fine("visa");
    static final TestInstrument DISPUTED = new TestInstrument("visa", null, null, false, Later.DISPUTE);
    static final TestInstrument REFUND_FAILS = new TestInstrument("visa", null, null, false, Later.REFUND_FAILS);

    private static final Map<String, TestInstrument> ALL = all();

    /** Null when there is no such test instrument. */
    static @Nullable TestInstrument find(String token) {
        return ALL.get(token);
    }

    boolean declines() {
        return code != null;
    }

    private static Map<String, TestInstrument> all() {
        Map<String, TestInstrument> all = new TreeMap<>();
        all.put("pm_card_visa", VISA);
        all.put("pm_card_visa_debit", fine("visa"));
        all.put("pm_card_mastercard", fine("mastercard"));
        all.put("pm_card_mastercard_debit", fine("mastercard"));
        all.put("pm_card_amex", fine("amex"));
        all.put("pm_card_discover", fine("discover"));
        all.put("pm_card_diners", fine("diners"));
        all.put("pm_card_jcb", fine("jcb"));
        all.put("pm_card_unionpay", fine("unionpay"));
        decline(all, "", "card_declined", "generic_decline");
        decline(all, "InsufficientFunds", "card_declined", "insufficient_funds");
        decline(all, "LostCard", "card_declined", "lost_card");
        decline(all, "StolenCard", "card_declined", "stolen_card");
        decline(all, "Fraudulent", "card_declined", "fraudulent");
        decline(all, "VelocityLimitExceeded", "card_declined", "card_velocity_exceeded");
        decline(all, "ExpiredCard", "expired_card", null);
        decline(all, "IncorrectCvc", "incorrect_cvc", null);
        decline(all, "ProcessingError", "processing_error", null);
        all.put("pm_card_threeDSecure2Required", new TestInstrument("visa", null, null, true, Later.NOTHING));
        all.put("pm_card_threeDSecureRequired", new TestInstrument("visa", null, null, true, Later.NOTHING));
        all.put("pm_card_authenticationRequired", new TestInstrument("visa", null, null, true, Later.NOTHING));
        all.put(
                "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
                new TestInstrument("visa", "card_declined", "insufficient_funds", true, Later.NOTHING));
        all.put(
                "pm_card_threeDSecureRequiredChargeDeclined",
                new TestInstrument("visa", "card_declined", "generic_decline", true, Later.NOTHING));
        all.put("pm_card_createDispute", DISPUTED);
        all.put("pm_card_createDisputeInquiry", new TestInstrument("visa", null, null, false, Later.INQUIRY));
        all.put("pm_card_pendingRefund", new TestInstrument("visa", null, null, false, Later.REFUND_PENDING));
        all.put("pm_card_refundFail", REFUND_FAILS);
        return all;
    }

    private static void decline(
            Map<String, TestInstrument> all, String suffix, String code, @Nullable String declineCode) {
        TestInstrument instrument = declined(code, declineCode);
        all.put("pm_card_chargeDeclined" + suffix, instrument);
        all.put("pm_card_visa_chargeDeclined" + suffix, instrument);
    }

    private static TestInstrument fine(String brand) {
        return new TestInstrument(brand, null, null, false, Later.NOTHING);
    }

    private static TestInstrument declined(String code, @Nullable String declineCode) {
        return new TestInstrument("visa", code, declineCode, false, Later.NOTHING);
    }
}
