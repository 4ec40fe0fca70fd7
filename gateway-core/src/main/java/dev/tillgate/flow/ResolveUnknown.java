package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.OrderDesk.Changed;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Asks providers until there is evidence: about attempts whose answer was lost, that are pending or wait for the payer,
 * and about captures, voids and refunds. No evidence means unknown, never failed.
 */
public final class ResolveUnknown {
    /** How fresh the last news must be for a page to go without asking. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final Duration COMPLETE_AGAIN = Duration.ofSeconds(5);

    private final FlowParts parts;

    public ResolveUnknown(FlowParts parts) {
        this.parts = parts;
    }

    /** Asks about one attempt that is due. */
    public void attempt(MerchantId merchant, OrderId order, AttemptId id) {
        OrderFile file = read(merchant, order);
        Attempt attempt = file.attempt(id);
        if (attempt.dueAt() != null) {
            ask(file, attempt);
        }
    }

    /** Sends or asks about one operation that is due. */
    public void operation(MerchantId merchant, OrderId order, OperationId id) {
        OrderFile file = read(merchant, order);
        Operation operation = file.operation(id);
        if (!operation.status().isUnderWay()) {
            return;
        }
        Attempt attempt = file.attempt(operation.attempt());
        OpenAccount account =
                parts.directory().account(merchant, attempt.account()).orElse(null);
        if (account == null) {
            apply(file, operation, new Outcome.Unknown("the provider account cannot be opened"), Source.QUERY);
            return;
        }
        Outcome known = parts.dispatcher().query(account, parts.operation(operation, attempt));
        if (known instanceof Outcome.NotSent) {
            // No record of it: sending it, or sending it again, does it once, because the key is the same.
            apply(file, operation, parts.dispatcher().send(account, parts.operation(operation, attempt)), Source.REPLY);
            return;
        }
        apply(file, operation, known, Source.QUERY);
    }

    /**
     * Asks now about the attempts of a payment that are under way, for a payer who has just come back. Attempts that
     * were looked at a moment ago are left alone.
     *
     * @throws NotPossible when there is no such payment
     */
    public PaymentView look(MerchantId merchant, PaymentId payment) {
        OrderFile file = reread(merchant, payment);
        Instant fresh = parts.clock().instant().minus(FRESH);
        List<Attempt> open = file.attemptsOf(payment).stream()
                .filter(a -> a.status().isUnderWay() && a.updatedAt().isBefore(fresh))
                .toList();
        open.forEach(a -> ask(file, a));
        return new PaymentView(open.isEmpty() ? file : reread(merchant, payment), payment);
    }

    /**
     * Asks about an attempt because of a notification that is not to be believed alone, however the attempt stands.
     *
     * @return whether there was an answer
     */
    boolean confirm(MerchantId merchant, OrderId order, AttemptId id) {
        OrderFile file = read(merchant, order);
        return !(ask(file, file.attempt(id)) instanceof Outcome.Unknown);
    }

    /** The same for a capture, void or refund. */
    boolean confirm(MerchantId merchant, OrderId order, OperationId id) {
        OrderFile file = read(merchant, order);
        Operation operation = file.operation(id);
        Attempt attempt = file.attempt(operation.attempt());
        Outcome known = parts.directory()
                .account(merchant, attempt.account())
                .map(account -> parts.dispatcher().query(account, parts.operation(operation, attempt)))
                .orElseGet(() -> new Outcome.Unknown("the provider account cannot be opened"));
        if (known instanceof Outcome.Unknown || known instanceof Outcome.NotSent) {
            return false;
        }
        apply(file, operation, known, Source.QUERY);
        return true;
    }

    private Outcome ask(OrderFile file, Attempt attempt) {
        OpenAccount account =
                parts.directory().account(attempt.merchant(), attempt.account()).orElse(null);
        if (account == null) {
            return apply(file, attempt, new Outcome.Unknown("the provider account cannot be opened"));
        }
        ChargeRequest request = parts.charge(file, attempt, Payer.UNKNOWN);
        Outcome known = parts.dispatcher().query(account, new ChargeQuery(request, attempt.providerRef()));
        if (!(known instanceof Outcome.Approved approved)) {
            return apply(file, attempt, known);
        }
        Changed<Boolean> begun = parts.desk().changeKnown(file, (books, latest) -> parts.life()
                .completion
                .begin(latest, attempt.id(), approved.ref(), parts.clock().instant()));
        if (!begun.result()) {
            return known;
        }
        Outcome completed = parts.dispatcher().complete(account, new ChargeQuery(request, approved.ref()));
        // What was not sent leaves the attempt as it is: agreed to by the payer.
        return apply(
                begun.file(),
                attempt,
                completed instanceof Outcome.NotSent ? new Outcome.Pending(approved.ref(), COMPLETE_AGAIN) : completed);
    }

    private Outcome apply(OrderFile file, Attempt attempt, Outcome outcome) {
        parts.desk().changeKnown(file, (books, latest) -> {
            parts.life()
                    .answered(
                            latest,
                            attempt.id(),
                            outcome,
                            Source.QUERY,
                            parts.clock().instant());
            return attempt.id();
        });
        return outcome;
    }

    private void apply(OrderFile file, Operation operation, Outcome outcome, Source source) {
        parts.desk().changeKnown(file, (books, latest) -> {
            parts.life()
                    .operations()
                    .answered(
                            latest,
                            operation.id(),
                            outcome,
                            source,
                            parts.clock().instant());
            return operation.id();
        });
    }

    private OrderFile read(MerchantId merchant, OrderId order) {
        return parts.desk().change(merchant, order, (books, file) -> order).file();
    }

    private OrderFile reread(MerchantId merchant, PaymentId payment) {
        return parts.reader()
                .file(merchant, payment)
                .orElseThrow(() -> new NotPossible(NotPossible.Why.NOT_FOUND, "no such payment"));
    }
}
