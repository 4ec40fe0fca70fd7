package dev.tillgate.payment;

import dev.tillgate.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the shop or chat wants paid, as last read from it. The order is also the lock: whatever changes one of its
 * payments, attempts or operations raises {@code version} in the same transaction, so that one order is charged once.
 *
 * @param reference the shop's own order number, unique within the store
 * @param revision the shop's version of the order: a changed cart is a new revision and a new payment
 * @param description one line for the buyer, may be empty
 * @param chargedBy the attempt that holds this order's money; while set, no other may start
 * @param version raised by every change of anything that belongs to the order
 * @param lastSequence the number of the order's newest event
 */
public record Order(
        MerchantId merchant,
        OrderId id,
        StoreId store,
        String reference,
        long revision,
        Money amount,
        String description,
        List<OrderLine> lines,
        Buyer buyer,
        @Nullable AttemptId chargedBy,
        long version,
        long lastSequence,
        Instant createdAt) {
    public Order {
        lines = List.copyOf(lines);
    }

    /** The same order as the shop has it now. */
    public Order revised(long newRevision, Money newAmount, String newDescription, List<OrderLine> newLines) {
        return new Order(
                merchant,
                id,
                store,
                reference,
                newRevision,
                newAmount,
                newDescription,
                newLines,
                buyer,
                chargedBy,
                version,
                lastSequence,
                createdAt);
    }

    public Order chargedBy(@Nullable AttemptId attempt) {
        return new Order(
                merchant,
                id,
                store,
                reference,
                revision,
                amount,
                description,
                lines,
                buyer,
                attempt,
                version,
                lastSequence,
                createdAt);
    }

    public Order at(long newVersion, long newLastSequence) {
        return new Order(
                merchant,
                id,
                store,
                reference,
                revision,
                amount,
                description,
                lines,
                buyer,
                chargedBy,
                newVersion,
                newLastSequence,
                createdAt);
    }
}
