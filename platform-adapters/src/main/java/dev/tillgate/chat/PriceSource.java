package dev.tillgate.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.OrderReading;
import java.util.Optional;

/** Where the price of an order comes from: the shop itself, never the conversation. Asks over the network. */
@FunctionalInterface
public interface PriceSource {
    /** The order as the shop has it; empty when this shop cannot be asked. */
    Optional<OrderReading> read(MerchantId merchant, StoreId store, String reference);
}
