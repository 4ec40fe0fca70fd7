package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Merchants and their stores, as kept. Each method is a short transaction of its own. */
public interface MerchantBook {
    void insert(Merchant merchant);

    Optional<Merchant> merchant(MerchantId id);

    /** All of this installation, oldest first. */
    List<Merchant> merchants();

    void insert(Store store);

    Optional<Store> store(MerchantId merchant, StoreId store);

    /** A merchant's stores, oldest first. */
    List<Store> stores(MerchantId merchant);

    /**
     * Changes a store under its lock and answers it as changed.
     *
     * @throws java.util.NoSuchElementException when the merchant has no such store
     */
    Store change(MerchantId merchant, StoreId store, UnaryOperator<Store> change);

    /** A store's methods in their order; those never touched are absent. */
    List<StoreMethod> methods(MerchantId merchant, StoreId store);

    /** Puts these methods in the place of the store's present ones, under the store's lock. */
    void changeMethods(MerchantId merchant, StoreId store, UnaryOperator<List<StoreMethod>> change);
}
