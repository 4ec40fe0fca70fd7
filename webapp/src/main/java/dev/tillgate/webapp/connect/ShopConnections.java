package dev.tillgate.webapp.connect;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.StoreSignature;
import java.util.Map;

/** What is kept of how a store's shop is spoken with. */
public interface ShopConnections {
    /** Connects a store, or puts other settings in the place of those it had. */
    void connect(MerchantId merchant, StoreId store, String platform, Map<String, String> settings);

    /** The settings of a connected store's shop; empty when it is not connected. */
    Map<String, String> settings(MerchantId merchant, StoreId store);

    /** The shop is not asked and not listened to any more. */
    void disconnect(MerchantId merchant, StoreId store);

    /** How requests to this store are signed. */
    StoreSignature signature(MerchantId merchant, StoreId store);
}
