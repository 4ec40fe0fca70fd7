package dev.tillgate.webapp.api;

import dev.tillgate.flow.Links;
import dev.tillgate.flow.OnceOnly.Answer;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.merchant.Access;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.ErrorTable.Advice;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.PaymentJson;
import dev.tillgate.webapp.api.shape.RefundJson;
import dev.tillgate.webapp.problem.ProblemException;
import java.util.Optional;
import java.util.function.Function;

/** Finds payments for their callers and puts them in words. */
final class PaymentAnswers {
    private final PaymentReader reader;
    private final Links links;
    private final Function<Attempt, Optional<Advice>> advice;

    /** @param advice what helps the buyer after a declined attempt */
    PaymentAnswers(PaymentReader reader, Links links, Function<Attempt, Optional<Advice>> advice) {
        this.reader = reader;
        this.links = links;
        this.advice = advice;
    }

    /**
     * The caller's payment with this id.
     *
     * @throws ProblemException when it is malformed, unknown or another merchant's or store's: all look the same
     */
    PaymentView find(Access caller, String id) {
        PaymentView view = find(caller.merchant(), id(id));
        if (!view.payment().store().equals(caller.store())) {
            throw ProblemException.notFound("payment");
        }
        return view;
    }

    /** @throws ProblemException when the text is no payment's id */
    static PaymentId id(String id) {
        if (!TimeOrderedId.isWellFormed(id, PaymentId.PREFIX)) {
            throw ProblemException.notFound("payment");
        }
        return new PaymentId(id);
    }

    /** Checks only that the payment is the caller's: one small read. */
    PaymentId own(Access caller, String id) {
        PaymentId payment = id(id);
        return reader.payment(caller.merchant(), payment)
                .filter(row -> row.payment().store().equals(caller.store()))
                .orElseThrow(() -> ProblemException.notFound("payment"))
                .payment()
                .id();
    }

    Answer payment(int status, PaymentView view) {
        String checkout = links.checkout(view.payment().merchant(), view.id());
        return new Answer(status, Json.write(PaymentJson.of(view, checkout, advice)));
    }

    Answer refund(PaymentView view, OperationId id) {
        Operation refund = view.file().operation(id);
        return new Answer(201, Json.write(RefundJson.of(refund)));
    }

    /** How a payment stands now, for a repeated request whose first answer was lost in a crash. */
    Answer asItStands(int status, MerchantId merchant, PaymentId payment) {
        return payment(status, find(merchant, payment));
    }

    /** How a refund stands now. */
    Answer refundAsItStands(MerchantId merchant, PaymentId payment, String refund) {
        return refund(find(merchant, payment), new OperationId(refund));
    }

    private PaymentView find(MerchantId merchant, PaymentId id) {
        OrderFile file = reader.file(merchant, id).orElseThrow(() -> ProblemException.notFound("payment"));
        return new PaymentView(file, id);
    }
}
