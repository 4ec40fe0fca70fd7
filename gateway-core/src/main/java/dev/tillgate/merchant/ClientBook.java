package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** API clients, as kept. Each method is a short transaction of its own. */
public interface ClientBook {
    void insert(ApiClient client);

    Optional<ApiClient> client(MerchantId merchant, ClientId client);

    /** A store's clients, oldest first. */
    List<ApiClient> clients(MerchantId merchant, StoreId store);

    /**
     * Changes a client and its secrets under its lock and answers it as changed.
     *
     * @throws java.util.NoSuchElementException when the merchant has no such client
     */
    ApiClient change(MerchantId merchant, ClientId client, UnaryOperator<ApiClient> change);
}
