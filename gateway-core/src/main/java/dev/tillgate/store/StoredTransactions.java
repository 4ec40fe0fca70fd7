package dev.tillgate.store;

import dev.tillgate.flow.Books;
import dev.tillgate.flow.Transactions;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The database's transactions. */
public final class StoredTransactions implements Transactions {
    private final Sessions sessions;
    private final BiPredicate<MerchantId, StoreId> wantsNoCallbacks;
    private final BiPredicate<MerchantId, StoreId> isUnguarded;
    private final BiPredicate<String, String> payerSetsAmount;

    /** Leaves it to the workers to find out which stores want no callbacks, and watches no shop. */
    public StoredTransactions(Sessions sessions) {
        this(sessions, (merchant, store) -> false, (merchant, store) -> true, (provider, method) -> false);
    }

    /** Enqueues nothing for stores of which {@code directory} knows that they have no callback address or no shop. */
    public StoredTransactions(Sessions sessions, StoredDirectory directory) {
        this(sessions, directory::wantsNoCallbacks, directory::isUnguarded, directory::payerSetsAmount);
    }

    StoredTransactions(
            Sessions sessions,
            BiPredicate<MerchantId, StoreId> wantsNoCallbacks,
            BiPredicate<MerchantId, StoreId> isUnguarded,
            BiPredicate<String, String> payerSetsAmount) {
        this.sessions = sessions;
        this.wantsNoCallbacks = wantsNoCallbacks;
        this.isUnguarded = isUnguarded;
        this.payerSetsAmount = payerSetsAmount;
    }

    @Override
    public <T> T inOne(Function<Books, T> work) {
        return sessions.inOne(
                session -> work.apply(new StoredBooks(session, wantsNoCallbacks, isUnguarded, payerSetsAmount)));
    }

    @Override
    public boolean isActive() {
        return sessions.isActive();
    }
}
