package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import java.time.Instant;

/** Who owns stores and receives the money. */
public record Merchant(MerchantId id, String name, Instant createdAt) {}
