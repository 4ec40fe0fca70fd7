package dev.tillgate.store;

import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Settings;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "shop_connection")
@IdClass(ShopConnectionRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ShopConnectionRow {
    static final int PROBLEMS = 1000;

    @Id
    String merchantId;

    @Id
    String storeId;

    String platform;
    /** Sealed. */
    String settings;

    String status;
    String problems;

    @Nullable
    Instant polledUntil;

    @Nullable
    Instant tendedAt;

    @Nullable
    Instant dueAt;

    @Column(updatable = false)
    Instant connectedAt;

    Instant updatedAt;

    record Key(String merchantId, String storeId) {}

    final void take(ShopConnection connection, String sealed, Instant now) {
        platform = connection.platform();
        settings = sealed;
        status = connection.status().name();
        problems = String.join("\n", fitting(connection.problems()));
        polledUntil = Times.storedOrNull(connection.polledUntil());
        tendedAt = Times.storedOrNull(connection.tendedAt());
        updatedAt = Times.stored(now);
    }

    ShopConnection toRecord(Settings opened) {
        return new ShopConnection(
                new MerchantId(merchantId),
                new StoreId(storeId),
                platform,
                opened,
                ShopConnection.Status.valueOf(status),
                problems.isEmpty() ? List.of() : List.of(problems.split("\n")),
                polledUntil,
                tendedAt,
                connectedAt);
    }

    /** Whole keys only, as many as the column holds. */
    private static List<String> fitting(List<String> keys) {
        int end = 0;
        int length = 0;
        while (end < keys.size() && length + keys.get(end).length() + 1 <= PROBLEMS) {
            length += keys.get(end).length() + 1;
            end++;
        }
        return keys.subList(0, end);
    }
}
