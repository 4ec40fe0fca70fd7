package dev.tillgate.callback;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where stores' callback addresses and secrets are kept, sealed. Each method is a short transaction of its own. */
public interface EndpointShelf {
    /** A store's endpoint; nothing when there is no such store. */
    Optional<Endpoint> read(MerchantId merchant, StoreId store);

    /**
     * Changes a store's endpoint, alone among all that try at the same time. The change may be run several times.
     *
     * @return the changed one; nothing when there is no such store
     */
    Optional<Endpoint> change(MerchantId merchant, StoreId store, UnaryOperator<Endpoint> change);
}
