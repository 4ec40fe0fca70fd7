package dev.tillgate.store;

import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ClientId;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "api_client")
@IdClass(ApiClientRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ApiClientRow {
    @Id
    String merchantId;

    @Id
    String id;

    String storeId;
    String name;
    String scopes;
    Instant createdAt;

    @Nullable
    Instant disabledAt;

    record Key(String merchantId, String id) {}

    static ApiClientRow of(ApiClient client) {
        ApiClientRow row = new ApiClientRow();
        row.merchantId = client.merchant().value();
        row.id = client.id().value();
        row.storeId = client.store().value();
        row.createdAt = Times.stored(client.createdAt());
        row.take(client);
        return row;
    }

    final void take(ApiClient client) {
        name = client.name();
        scopes = Scope.format(client.scopes());
        disabledAt = Times.storedOrNull(client.disabledAt());
    }

    ApiClient toRecord(List<ApiSecretRow> secrets) {
        return new ApiClient(
                new MerchantId(merchantId),
                new ClientId(id),
                new StoreId(storeId),
                name,
                Scope.parse(scopes),
                secrets.stream().map(ApiSecretRow::toRecord).toList(),
                createdAt,
                disabledAt);
    }
}
