package dev.tillgate.platform;

import dev.tillgate.provider.InboundRequest;
import java.time.Instant;
import java.util.List;

/**
 * One connected shop: a place where orders come from and that must know what became of them. Further powers are
 * sub-interfaces, read off the class. A platform translates; it has no logger, thread, static state or retry of its own,
 * and is never called within a transaction.
 */
public interface Platform {
    /** Verifies and translates what the shop sent us. Signatures are checked over the raw bytes. */
    Inbound read(InboundRequest request);

    /**
     * The order as the shop has it at this moment: the only source of an amount.
     *
     * @param reference the shop's own name of the order, as in {@link ShopOrder#reference}
     */
    OrderReading load(String reference);

    /**
     * Makes the shop agree with the gateway: reads the order, compares, changes what differs and reads again. Doing it
     * twice is as good as once, also when two do it at the same time.
     */
    Reconciled reconcile(ShopFact fact);

    /** What can be looked after between orders: webhooks that the shop has switched off, tokens that run out. */
    interface Tended extends Platform {
        /** Looks at the connection itself and mends it; called every hour or so. */
        Tending tend();
    }

    /** A shop that can list what has changed, so that a lost webhook is noticed. */
    interface Polled extends Platform {
        /** The references of orders changed since then, oldest first, at most {@code limit}. */
        Changes changedSince(Instant since, int limit);
    }

    /**
     * Answer of {@link Polled#changedSince}.
     *
     * @param until from where to go on next time
     * @param trouble why the list is not complete, as a message key, or empty
     */
    record Changes(List<String> references, Instant until, String trouble) {
        public Changes {
            references = List.copyOf(references);
        }
    }

    /**
     * Answer of {@link Tended#tend}.
     *
     * @param mended what was found broken and was mended, as message keys
     * @param broken what the merchant must do, as message keys
     */
    record Tending(List<String> mended, List<String> broken) {
        public static final Tending FINE = new Tending(List.of(), List.of());

        public Tending {
            mended = List.copyOf(mended);
            broken = List.copyOf(broken);
        }
    }
}
