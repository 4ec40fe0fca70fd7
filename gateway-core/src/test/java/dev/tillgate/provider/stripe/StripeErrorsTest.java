package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.ErrorTable.Advice;
import dev.tillgate.provider.ErrorTable.Entry;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Provider.OperationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every code of Stripe's means, row by row. */
class StripeErrorsTest {
    private final StripeHouse house = new StripeHouse();
    private final AttemptId attempt = AttemptId.next();
    private final ChargeRequest request = house.charge(attempt, "pm_card_visa", CaptureMode.AUTOMATIC);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void everyDeclineCodeIsItsRow() throws IOException {
        for (Map.Entry<String, Entry> row : StripeErrors.DECLINES.entries().entrySet()) {
            Outcome outcome = start(402, declined("card_declined", row.getKey()));
            assertThat(outcome)
                    .as(row.getKey())
                    .isEqualTo(new Declined(row.getValue().reason(), row.getKey()));
        }
        assertThat(StripeErrors.DECLINES.entries()).hasSizeGreaterThan(60);
    }

    /** docs.stripe.com/declines/codes, as of October 2026: each code with what its next steps say. */
    @Test
    void everyPublishedCodeAdvisesWhatStripeAdvises() {
        Map<Advice, List<String>> published = Map.of(
                Advice.TRY_LATER,
                List.of(
                        "approve_with_id",
                        "issuer_not_available",
                        "processing_error",
                        "reenter_transaction",
                        "try_again_later"),
                Advice.CORRECT_DETAILS,
                List.of(
                        "incorrect_address",
                        "incorrect_cvc",
                        "incorrect_number",
                        "incorrect_pin",
                        "incorrect_zip",
                        "invalid_cvc",
                        "invalid_expiry_month",
                        "invalid_expiry_year",
                        "invalid_number",
                        "invalid_pin"),
                Advice.CHOOSE_AGAIN,
                List.of(
                        "authentication_not_handled",
                        "authentication_required",
                        "mobile_device_authentication_required",
                        "offline_pin_required",
                        "online_or_offline_pin_required"),
                Advice.OTHER_METHOD,
                List.of(
                        "call_issuer",
                        "card_not_supported",
                        "card_velocity_exceeded",
                        "currency_not_supported",
                        "do_not_honor",
                        "do_not_try_again",
                        "duplicate_transaction",
                        "expired_card",
                        "fraudulent",
                        "generic_decline",
                        "insufficient_funds",
                        "invalid_account",
                        "invalid_amount",
                        "lost_card",
                        "merchant_blacklist",
                        "new_account_information_available",
                        "no_action_taken",
                        "not_permitted",
                        "pickup_card",
                        "pin_try_exceeded",
                        "restricted_card",
                        "revocation_of_all_authorizations",
                        "revocation_of_authorization",
                        "security_violation",
                        "service_not_allowed",
                        "stolen_card",
                        "stop_payment_order",
                        "testmode_decline",
                        "transaction_not_allowed",
                        "withdrawal_count_limit_exceeded"));
        published.forEach(
                (advice, codes) -> assertThat(codes).allSatisfy(code -> assertThat(StripeErrors.DECLINES.find(code))
                        .as(code)
                        .isNotNull()
                        .extracting(Entry::advice)
                        .isEqualTo(advice)));
        assertThat(published.values().stream().mapToInt(List::size).sum()).isEqualTo(50);
    }

    /** Stripe asks to look for a recent payment first: another account must not charge at once. */
    @Test
    void aDuplicateIsNotTriedThroughAnotherAccount() {
        Entry row = StripeErrors.DECLINES.find("duplicate_transaction");
        assertThat(row).isNotNull();
        assertThat(row.advice()).isNotEqualTo(Advice.TRY_LATER);
    }

    @Test
    void anErrorCodeCountsWhereThereIsNoDeclineCode() throws IOException {
        for (Map.Entry<String, Entry> row : StripeErrors.DECLINES.entries().entrySet()) {
            Outcome outcome = start(402, declined(row.getKey(), null));
            assertThat(outcome)
                    .as(row.getKey())
                    .isEqualTo(new Declined(row.getValue().reason(), row.getKey()));
        }
    }

    @Test
    void aDeclineThatIsNotInTheTableIsTheIssuers() throws IOException {
        assertThat(start(402, declined("card_declined", "brand_new_code")))
                .isEqualTo(new Declined(DeclineReason.DECLINED_BY_ISSUER, "brand_new_code"));
    }

    @Test
    void everyErrorOfOursIsForTheOperator() throws IOException {
        for (String code : StripeErrors.OURS) {
            for (int status : new int[] {400, 404}) {
                assertThat(start(status, error("invalid_request_error", code)))
                        .as(code)
                        .isEqualTo(new Outcome.Refused(code));
            }
        }
        for (int status : new int[] {401, 403}) {
            assertThat(start(status, error("invalid_request_error", "any"))).isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void everyOtherErrorIsUnknown() throws IOException {
        assertThat(start(400, error("idempotency_error", "any"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(start(400, error("invalid_request_error", "never_heard_of"))).isInstanceOf(Outcome.Unknown.class);
        for (int status : new int[] {409, 429, 424, 500, 502, 503, 504}) {
            for (String code : List.of("lock_timeout", "rate_limit", "idempotency_key_in_use", "amount_too_small")) {
                assertThat(start(status, error("invalid_request_error", code)))
                        .as(status + " " + code)
                        .isInstanceOf(Outcome.Unknown.class);
            }
        }
        for (String code : StripeErrors.CHANGED) {
            assertThat(start(400, error("invalid_request_error", code))).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void aDeclineOfAnotherPaymentIsNotBelieved() throws IOException {
        String other = declined("card_declined", "lost_card")
                .replace(attempt.value(), AttemptId.next().value());
        assertThat(start(402, other)).isInstanceOf(Outcome.Unknown.class);
        assertThat(start(402, declined("card_declined", "lost_card").replace("1230", "1231")))
                .isInstanceOf(Outcome.Unknown.class);
        assertThat(start(402, error("card_error", "card_declined"))).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void everyReasonForAFailedRefundIsItsRow() throws IOException {
        for (Map.Entry<String, Entry> row : StripeErrors.REFUSALS.entries().entrySet()) {
            if (row.getKey().equals(StripeErrors.ALREADY_COLLECTED)
                    || row.getKey().equals("refund_canceled")) {
                continue;
            }
            OperationRequest refund = house.operation(OperationKind.REFUND, attempt, "pi_1", StripeHouse.AMOUNT);
            Outcome outcome = answering(200, refund(refund, row.getKey())).refund(refund);
            assertThat(outcome).isEqualTo(new Declined(row.getValue().reason(), row.getKey()));
        }
    }

    private Outcome start(int status, String body) throws IOException {
        return answering(status, body).start(request);
    }

    private StripeProvider answering(int status, String body) {
        Answer answer = new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        return new StripeProvider(house.simulator.account("shop"), ask -> answer, InstantSource.system());
    }

    private static String error(String type, String code) {
        return "{\"error\":{\"type\":\"" + type + "\",\"code\":\"" + code + "\",\"message\":\"no\"}}";
    }

    private String declined(String code, String declineCode) {
        String decline = declineCode == null ? "" : ",\"decline_code\":\"" + declineCode + "\"";
        String error = "\"type\":\"card_error\",\"code\":\"" + code + "\"" + decline;
        return "{\"error\":{" + error + ",\"payment_intent\":{\"id\":\"pi_1\",\"object\":\"payment_intent\","
                + "\"amount\":1230,\"currency\":\"eur\",\"amount_received\":0,\"amount_capturable\":0,"
                + "\"canceled_at\":null,\"livemode\":false,\"status\":\"requires_payment_method\",\"metadata\":{"
                + "\"tillgate_attempt\":\"" + attempt + "\"},\"last_payment_error\":{" + error + "}}}}";
    }

    private String refund(OperationRequest request, String reason) {
        return "{\"id\":\"re_1\",\"object\":\"refund\",\"amount\":1230,\"currency\":\"eur\",\"status\":\"failed\","
                + "\"failure_reason\":\"" + reason + "\",\"payment_intent\":\"pi_1\",\"metadata\":{"
                + "\"tillgate_operation\":\"" + request.operation() + "\",\"tillgate_again\":\"" + request.operation()
                + "\",\"tillgate_attempt\":\"" + attempt + "\"}}";
    }
}
