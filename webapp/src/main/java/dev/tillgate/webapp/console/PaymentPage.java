package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One payment with all that is known of it.
 *
 * @param store the store's name
 * @param events of the whole order that concern this payment, oldest first
 * @param choices why attempts that had a choice were made through their account
 * @param formToken makes each form count once, however often it is sent
 */
public record PaymentPage(
        View view,
        PaymentView payment,
        String store,
        List<Event> events,
        List<LedgerEntry> ledger,
        Map<AttemptId, RouteChoice> choices,
        List<DisputeReader.Line> disputes,
        String formToken,
        @Nullable String checkoutUrl) {

    public Payment money() {
        return payment.payment();
    }

    /** What can still be given back, refunds under way counted. */
    public Money refundable() {
        return minusCounted(money().captured(), OperationKind.REFUND);
    }

    /** What is reserved and not collected yet, captures under way counted. */
    public Money capturable() {
        return money().status() == PaymentStatus.AUTHORIZED
                ? minusCounted(money().authorized(), OperationKind.CAPTURE)
                : Money.zero(money().amount().currency());
    }

    private Money minusCounted(Money whole, OperationKind kind) {
        return payment.operations().stream()
                .filter(operation ->
                        operation.kind() == kind && operation.status().isCounted())
                .map(Operation::amount)
                .reduce(whole, Money::minus);
    }

    public boolean canCancel() {
        return money().status() == PaymentStatus.OPEN || money().status() == PaymentStatus.AUTHORIZED;
    }

    /** Whether the order can be offered once more: this was its last payment, and nothing was charged. */
    public boolean canReopen() {
        boolean over = money().status() == PaymentStatus.EXPIRED || money().status() == PaymentStatus.CANCELED;
        return over
                && payment.order().chargedBy() == null
                && money().revision() == payment.order().revision();
    }

    /** The order's newest payment, when it is not this one. */
    public Optional<Payment> newer() {
        return payment.file().payments().stream()
                .filter(other -> other.revision() == payment.order().revision())
                .filter(other -> !other.id().equals(payment.id()))
                .findFirst();
    }

    public boolean hasActions() {
        return refundable().isPositive() || capturable().isPositive() || canCancel() || canReopen();
    }

    /** Money is known to have come, in part or whole, after what a refund gave back. */
    public Money kept() {
        return money().captured().minus(money().refunded());
    }

    /** Why an attempt did not succeed, as far as it is known; empty when there is nothing to say. */
    public String why(Attempt attempt) {
        if (attempt.declineReason() != null) {
            return view.textOr(
                    "decline." + attempt.declineReason().name(),
                    attempt.declineReason().name());
        }
        return "";
    }
}
