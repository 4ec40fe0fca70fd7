package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.OrderDesk.Changed;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What captures, voids and refunds that somebody asks for have in common: begin (save the operation), call the
 * provider, finish (apply its answer). A lost answer leaves the operation started; {@link ResolveUnknown} finds out.
 */
final class OperationCall {
    private final FlowParts parts;

    OperationCall(FlowParts parts) {
        this.parts = parts;
    }

    /** Decides on a locked file; null when there is nothing to send. */
    interface Begin {
        @Nullable
        Operation begin(OrderFile file);
    }

    /** @return the view after it all, and the operation's id, or null when there was nothing to send */
    <R> R run(MerchantId merchant, PaymentId id, OnceOnly<R> once, Begin begin, Function<Done, R> result) {
        Payment payment = parts.reader()
                .payment(merchant, id)
                .orElseThrow(() -> new NotPossible(Why.NOT_FOUND, "no such payment"))
                .payment();
        Changed<Begun> begun = parts.desk().change(merchant, payment.order(), (books, file) -> {
            Operation operation = begin.begin(file);
            if (operation == null) {
                once.atOnce(books, id.value(), result.apply(new Done(new PaymentView(file, id), null)));
            } else {
                once.begin(books, operation.id().value());
            }
            return new Begun(operation);
        });
        Operation operation = begun.result().operation();
        if (operation == null) {
            return result.apply(new Done(new PaymentView(begun.file(), id), null));
        }
        Outcome outcome = send(begun.file(), operation);
        Changed<Done> done = parts.desk().changeKnown(begun.file(), (books, file) -> {
            parts.life()
                    .operations()
                    .answered(
                            file,
                            operation.id(),
                            outcome,
                            Source.REPLY,
                            parts.clock().instant());
            Done after = new Done(new PaymentView(file, id), operation.id());
            once.finish(books, operation.id().value(), result.apply(after));
            return after;
        });
        return result.apply(new Done(new PaymentView(done.file(), id), operation.id()));
    }

    private Outcome send(OrderFile file, Operation operation) {
        Attempt attempt = file.attempt(operation.attempt());
        OpenAccount account = parts.directory()
                .account(operation.merchant(), attempt.account())
                .orElse(null);
        return account == null
                ? new Outcome.NotSent("the provider account cannot be opened")
                : parts.dispatcher().send(account, parts.operation(operation, attempt));
    }

    record Done(PaymentView view, @Nullable OperationId operation) {}

    private record Begun(@Nullable Operation operation) {}
}
