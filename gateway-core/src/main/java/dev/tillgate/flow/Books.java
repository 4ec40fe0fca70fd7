package dev.tillgate.flow;

import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.util.Optional;
import java.util.Set;

/** The stored state, within one transaction. */
public interface Books {
    /**
     * Locks the order and reads its whole file.
     *
     * @throws java.util.NoSuchElementException when the merchant has no such order
     */
    OrderFile lock(MerchantId merchant, OrderId order);

    /** Locks the order with the shop's reference and reads its whole file, if there is one. */
    Optional<OrderFile> lockByReference(MerchantId merchant, StoreId store, String reference);

    /**
     * Writes the file's changes: order, payments, attempts, operations, events, callbacks of those events that are
     * called back, ledger entries. Answers which kinds of jobs are due at once because of them.
     *
     * @throws StaleOrderFile when the order's version is not the one the file was read at, or a new order's reference is
     *     taken meanwhile
     */
    Set<Kind> save(OrderFile file);

    /**
     * Notes that a request is being worked on, or was answered at once.
     *
     * @throws AlreadyAsked when the key was used before; carries what is known of that request
     */
    void insert(IdempotencyRecord record);

    /** Notes the answer of a request noted before. */
    void answer(IdempotencyRecord record);

    /** How a store wants money of an attempt to be judged that comes late or in another amount. */
    AmountTerms terms(StoreId store, Attempt attempt);

    /** The dispute with the provider's id, if it was reported before. */
    Optional<DisputeRecord> dispute(MerchantId merchant, AccountId account, String ref);

    /** Keeps a dispute that was not reported before. */
    void insert(DisputeRecord dispute);

    /** Keeps what was reported of it since. */
    void update(DisputeRecord dispute);

    /** Keeps why an attempt is made through its account. */
    void insert(DecisionRecord decision);

    /** What the gateway adds to a dispute, by its own name for it. */
    Optional<DisputeCase> disputeCase(MerchantId merchant, DisputeId id);

    /** The same by the provider's id. */
    Optional<DisputeCase> disputeCase(MerchantId merchant, AccountId account, String ref);

    void insert(DisputeCase added);

    /** Keeps when it must be looked at and what was told of it; the merchant's words are kept elsewhere. */
    void update(DisputeCase added);

    /** What is handed in, or was, about a dispute. */
    Optional<DisputeEvidence> evidence(MerchantId merchant, DisputeId dispute);

    /** Keeps evidence; from now on the dispute's documents do not change. */
    void insert(DisputeEvidence evidence);

    /** The same, in the place of what was refused. */
    void replace(DisputeEvidence evidence);

    /** Keeps how it goes. */
    void update(DisputeEvidence evidence);
}
