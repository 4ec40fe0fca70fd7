package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OrderId;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import java.time.Instant;
import java.util.Optional;

/**
 * Books refunds that were made in a provider's own dashboard, so that sums are right and nobody gives the same money
 * back again. Each is booked once, under the provider's own id of it, whatever the number and order of reports; until
 * it is done it is left alone, for the provider will say so again.
 */
public final class ForeignRefunds {
    private final FlowParts parts;

    public ForeignRefunds(FlowParts parts) {
        this.parts = parts;
    }

    /**
     * Books one that a settlement file tells of, which is done. While a refund of ours is under way and the provider has
     * not named it, it may be that one: then nothing is booked, and the row stays open.
     *
     * @param ref the provider's own id of the refund
     */
    public void inFile(MerchantId merchant, AccountId account, AttemptId id, String ref, Money amount) {
        parts.reader().orderOf(merchant, id).ifPresent(order -> parts.desk().change(merchant, order, (books, file) -> {
            Attempt attempt = file.attempt(id);
            boolean namesCharge = ref.equals(attempt.providerRef());
            if (attempt.account().equals(account) && !namesCharge && !mayBeOurs(file, attempt)) {
                RefundReport report = new RefundReport(id, ref, new Done(Effect.REFUNDED, ref, amount));
                var unused = seen(
                        parts.life().operations(),
                        file,
                        attempt,
                        report,
                        parts.clock().instant());
            }
            return id;
        }));
    }

    private static boolean mayBeOurs(OrderFile file, Attempt attempt) {
        return file.operationsOf(attempt.id()).stream()
                .anyMatch(one ->
                        one.kind() == OperationKind.REFUND && one.status().isUnderWay() && one.providerRef() == null);
    }

    /** @return false when it must be looked at again later */
    boolean run(OpenAccount account, OrderId order, RefundReport report) {
        return parts.desk()
                .change(account.merchant(), order, (books, file) -> {
                    Attempt attempt = file.attempt(report.attempt());
                    return !attempt.account().equals(account.id())
                            || seen(
                                    parts.life().operations(),
                                    file,
                                    attempt,
                                    report,
                                    parts.clock().instant());
                })
                .result();
    }

    static boolean seen(OperationLife life, OrderFile file, Attempt attempt, RefundReport report, Instant now) {
        Optional<Operation> known = file.operationsOf(attempt.id()).stream()
                .filter(o -> o.kind() == OperationKind.REFUND && report.ref().equals(o.providerRef()))
                .findFirst();
        if (known.isPresent()) {
            if (isAnswer(report.outcome())) {
                life.answered(file, known.get().id(), report.outcome(), Source.NOTIFICATION, now);
            }
            return true;
        }
        if (!(report.outcome() instanceof Done done) || done.effect() != Effect.REFUNDED) {
            return true;
        }
        if (attempt.status() != AttemptStatus.SUCCEEDED) {
            return unpaid(file, attempt, now);
        }
        book(life, file, attempt, done, now);
        return true;
    }

    private static boolean isAnswer(Outcome outcome) {
        return outcome instanceof Done || outcome instanceof Outcome.Declined;
    }

    /** The news that it was paid may still be on its way; of one that is over, somebody has to hear. */
    private static boolean unpaid(OrderFile file, Attempt attempt, Instant now) {
        if (attempt.status().isUnderWay() || attempt.status() == AttemptStatus.AUTHORIZED) {
            return false;
        }
        PaymentLife.contradiction(file, attempt, "the provider says refunded, we never saw it paid", now);
        return true;
    }

    private static void book(OperationLife life, OrderFile file, Attempt attempt, Done done, Instant now) {
        // Refunds of ours that are under way do not count here: the provider has not taken them yet, and may not any
        // more.
        Money left = Sums.collected(file, attempt).minus(Sums.of(file, attempt, OperationKind.REFUND, true));
        boolean fits = done.amount().currency().equals(left.currency())
                && done.amount().compareTo(left) <= 0;
        if (fits) {
            life.refundedAtProvider(file, attempt, done, now);
        } else {
            PaymentLife.contradiction(
                    file, attempt, "the provider gave back more than was left: " + done.amount(), now);
        }
    }
}
