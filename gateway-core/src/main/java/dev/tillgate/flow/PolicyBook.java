package dev.tillgate.flow;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.StoreId;
import java.util.Map;

/** The policies a merchant has set for a store. Each method is a short transaction of its own. */
public interface PolicyBook {
    /** Stands for every method that has no policy of its own. */
    String ANY_METHOD = "*";

    /** What was set, by method; empty when nothing was. */
    Map<String, PaymentPolicy> policies(MerchantId merchant, StoreId store);

    /** From now on; what was booked stays as it is. */
    void set(MerchantId merchant, StoreId store, String method, PaymentPolicy policy);

    /** The method has no policy of its own any more. */
    void clear(MerchantId merchant, StoreId store, String method);
}
