package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates between our words and one provider's, for one provider account. Owns no thread, clock, client, log,
 * retry or table: it gets an {@link Exchange} and settings when it is opened, and answers with an {@link Outcome}.
 *
 * <p>An {@link IOException} means what the exchange says it means: {@link NotSentException} that nothing reached the
 * provider, any other that money may have moved. The caller turns both (and every runtime exception) into the right
 * outcome; a provider catches them only when it knows more.
 */
public interface Provider {
    /** Starts moving the money. The attempt id is the provider-side idempotency key. */
    Outcome start(ChargeRequest request) throws IOException;

    /**
     * Says what became of an attempt, above all of one whose answer was lost. Without it, unknown is for ever.
     * {@link Outcome.NotSent} means: the provider has no record of it. A {@link NotSentException} here means only that
     * the question was not asked; it says nothing of the attempt.
     */
    Outcome query(ChargeQuery query) throws IOException;

    /** Verifies and translates a notification. There is no default: one that is not verified is rejected. */
    Notification read(InboundRequest request);

    /**
     * Needs a second request to move the money after the payer agreed: {@link #query} then says {@link
     * Outcome.Approved}, and the core asks to complete it if the order still wants the money. Completing again with the
     * same attempt moves nothing twice.
     */
    interface Completes extends Provider {
        Outcome complete(ChargeQuery query) throws IOException;
    }

    /** Can collect reserved money later, whole or in parts. */
    interface Captures extends Provider {
        Outcome capture(OperationRequest request) throws IOException;
    }

    /** Can give money back, whole or in parts. */
    interface Refunds extends Provider {
        Outcome refund(OperationRequest request) throws IOException;
    }

    /** Can close an attempt: release reserved money, or shut one that is not paid yet. */
    interface Voids extends Provider {
        /**
         * Answers {@link Outcome.Done} with {@link Outcome.Effect#CLOSED} when it can no longer be paid, and
         * {@link Outcome.Declined} when it is too late because the money was collected.
         */
        Outcome cancel(OperationRequest request) throws IOException;
    }

    /** Can tell what became of a capture, void or refund; those that cannot must make repeats harmless. */
    interface QueriesOperations extends Provider {
        /** {@link Outcome.NotSent} means: no record of it, so it may be sent again with the same key. */
        Outcome queryOperation(OperationRequest request) throws IOException;
    }

    /**
     * Takes a merchant's evidence about a dispute. A dispute can be answered once, so what may have arrived is looked
     * for before anything is sent again; it is recognized by the evidence's id.
     */
    interface AnswersDisputes extends Provider {
        /**
         * Whether the provider has this evidence. {@link Submission.NotSent} means: it has not, and would take it; a
         * {@link NotSentException} here says nothing of the evidence.
         */
        Submission answered(Evidence evidence) throws IOException;

        /** Hands it in, for good. Called only after {@link #answered} has said that it is still wanted. */
        Submission answer(Evidence evidence) throws IOException;
    }

    /** Sends its notifications to an address that it is asked to, so that nobody has to type it in there. */
    interface RegistersWebhook extends Provider {
        /**
         * Makes sure that the address is told, and by one webhook only: what is there already is looked for first. When
         * there is no usable answer it is asked again with the same token, which makes nothing twice.
         */
        Registration register(WebhookRequest request) throws IOException;

        /**
         * Takes away webhooks whose place another one has taken; those that are gone already are fine. Nothing to do
         * where none is ever replaced.
         */
        default void unregister(List<String> ids) throws IOException {}
    }

    /**
     * A webhook to make sure of.
     *
     * @param token our own name for this wish, the same when it is repeated
     * @param replace whether one that is there already, and whose secret nobody can read any more, may be replaced
     */
    record WebhookRequest(String url, String token, boolean replace) {}

    /**
     * What is known of an attempt that is asked about.
     *
     * @param request what was asked for when it was started; the instrument is not kept, so it is null
     * @param providerRef the provider's own id of the charge, or null when it never told
     */
    record ChargeQuery(ChargeRequest request, @Nullable String providerRef) {
        public AttemptId attempt() {
            return request.attempt();
        }

        public Money amount() {
            return request.amount();
        }
    }

    /**
     * A capture, void or refund to do or to ask about.
     *
     * @param operation the provider-side idempotency key
     * @param kind what is asked for
     * @param attempt which charge
     * @param chargeRef the provider's own id of the charge, or null when it never told
     * @param operationRef the provider's own id of this operation, once known
     * @param amount how much
     * @param charged the whole charge's amount, for providers that want it
     * @param notifyUrl where the provider sends notifications of it, or null for none of its own
     */
    record OperationRequest(
            OperationId operation,
            OperationKind kind,
            AttemptId attempt,
            @Nullable String chargeRef,
            @Nullable String operationRef,
            Money amount,
            Money charged,
            @Nullable String notifyUrl) {
        /** Without an address for notifications. */
        public OperationRequest(
                OperationId operation,
                OperationKind kind,
                AttemptId attempt,
                @Nullable String chargeRef,
                @Nullable String operationRef,
                Money amount,
                Money charged) {
            this(operation, kind, attempt, chargeRef, operationRef, amount, charged, null);
        }
    }
}
