package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.PaymentView;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.ErrorTable.Advice;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A payment with everything that was tried. */
@Schema(
        name = "Payment",
        description = "The obligation to pay one revision of one order, with everything that was tried.")
public record PaymentJson(
        @Schema(pattern = "^pay_[0-9a-z]{26}$") String id,

        @Schema(description = "The shop's own order number", example = "1001")
        String order,

        @Schema(pattern = "^ord_[0-9a-z]{26}$") String orderId,
        long revision,

        @Schema(
                allowableValues = {"open", "authorized", "paid", "canceled", "expired"},
                description = "Refunded and partly paid are sums, not states. Expired and canceled payments can still"
                        + " become paid: late money is money.")
        String status,

        @Schema(description = "Money may be on its way that is not known yet: nobody may pay this order again now")
        boolean inDoubt,

        @Schema(description = "What is owed, as exact decimal text", example = "12.34")
        String amount,

        @Schema(description = "The same in the currency's smallest unit", example = "1234")
        long amountMinor,

        @Schema(description = "ISO 4217", example = "EUR") String currency,

        @Schema(description = "Reserved or collected", example = "12.34")
        String authorized,

        long authorizedMinor,

        @Schema(description = "Collected", example = "12.34")
        String captured,

        long capturedMinor,

        @Schema(description = "Given back; refunds that succeeded only", example = "0.00")
        String refunded,

        long refundedMinor,

        @Schema(
                description = "Still to be paid; less than the amount when a transfer has brought a part",
                example = "12.34")
        String missing,

        long missingMinor,

        @Schema(allowableValues = {"automatic", "manual"}) String capture,

        String description,

        @Schema(description = "Where the buyer pays. Whoever has it can pay: hand it to the buyer only.")
        String checkoutUrl,

        @Nullable NextActionJson nextAction,
        @Schema(description = "Oldest first") List<AttemptJson> attempts,
        @Schema(description = "Oldest first") List<RefundJson> refunds,
        @Schema(format = "date-time") String expiresAt,
        @Schema(format = "date-time") String createdAt,
        @Schema(format = "date-time") String updatedAt) {

    /** @param advice what helps the payer after a declined attempt */
    public static PaymentJson of(PaymentView view, String checkoutUrl, Function<Attempt, Optional<Advice>> advice) {
        Money missing = missing(view);
        Payment payment = view.payment();
        Order order = view.order();
        List<Attempt> attempts = view.attempts();
        NextAction next =
                attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).nextAction();
        return new PaymentJson(
                payment.id().value(),
                order.reference(),
                order.id().value(),
                payment.revision(),
                Spelling.of(payment.status()),
                view.isInDoubt(),
                payment.amount().toDecimalText(),
                payment.amount().minorUnits(),
                payment.amount().currencyCode(),
                payment.authorized().toDecimalText(),
                payment.authorized().minorUnits(),
                payment.captured().toDecimalText(),
                payment.captured().minorUnits(),
                payment.refunded().toDecimalText(),
                payment.refunded().minorUnits(),
                missing.toDecimalText(),
                missing.minorUnits(),
                Spelling.of(payment.captureMode()),
                order.description(),
                checkoutUrl,
                next == null ? null : NextActionJson.of(next),
                attempts.stream()
                        .map(attempt -> AttemptJson.of(attempt, advice.apply(attempt)))
                        .toList(),
                view.refunds().stream().map(RefundJson::of).toList(),
                Spelling.of(payment.expiresAt()),
                Spelling.of(payment.createdAt()),
                Spelling.of(payment.updatedAt()));
    }

    /** Nothing is asked for any more once a payment is paid, within the store's tolerance, or over. */
    private static Money missing(PaymentView view) {
        return view.payment().status() == PaymentStatus.OPEN
                ? view.missing()
                : Money.zero(view.payment().amount().currency());
    }
}
