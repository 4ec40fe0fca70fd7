package dev.tillgate.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.callback.Endpoint;
import dev.tillgate.callback.EndpointShelf;
import dev.tillgate.callback.WebhookSecret;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.Vault;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Callback addresses and secrets in the table {@code store}; the secrets sealed for their store. */
public final class StoredEndpoints implements EndpointShelf {
    private static final String PURPOSE = "callback-secrets";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sessions sessions;
    private final Vault vault;
    private final InstantSource clock;

    public StoredEndpoints(Sessions sessions, Vault vault, InstantSource clock) {
        this.sessions = sessions;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public Optional<Endpoint> read(MerchantId merchant, StoreId store) {
        return sessions.read(session -> row(session, merchant, store, LockModeType.NONE))
                .map(row -> endpoint(merchant, store, row));
    }

    @Override
    public Optional<Endpoint> change(MerchantId merchant, StoreId store, UnaryOperator<Endpoint> change) {
        return sessions.inOne(session -> row(session, merchant, store, LockModeType.PESSIMISTIC_WRITE)
                .map(row -> {
                    Endpoint changed = change.apply(endpoint(merchant, store, row));
                    row.callbackUrl = changed.url();
                    row.callbackSecrets = sealed(changed);
                    row.callbackDisabledAt = Times.storedOrNull(changed.disabledAt());
                    row.updatedAt = Times.stored(clock.instant());
                    session.update(row);
                    return changed;
                }));
    }

    private static Optional<CallbackEndpointRow> row(
            StatelessSession session, MerchantId merchant, StoreId store, LockModeType lock) {
        return session.createSelectionQuery(
                        "from CallbackEndpointRow where merchantId = :merchant and id = :store",
                        CallbackEndpointRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .setLockMode(lock)
                .uniqueResultOptional();
    }

    private Endpoint endpoint(MerchantId merchant, StoreId store, CallbackEndpointRow row) {
        return new Endpoint(
                merchant, store, row.callbackUrl, secrets(store, row.callbackSecrets), row.callbackDisabledAt);
    }

    private @Nullable String sealed(Endpoint endpoint) {
        if (endpoint.secrets().isEmpty()) {
            return null;
        }
        ArrayNode list = JSON.createArrayNode();
        for (WebhookSecret secret : endpoint.secrets()) {
            ObjectNode node = list.addObject();
            node.put("secret", secret.text());
            node.put("created_at", secret.createdAt().toString());
            Instant expiresAt = secret.expiresAt();
            if (expiresAt != null) {
                node.put("expires_at", expiresAt.toString());
            }
        }
        return vault.seal(PURPOSE, endpoint.store().value(), list.toString());
    }

    private List<WebhookSecret> secrets(StoreId store, @Nullable String sealed) {
        if (sealed == null) {
            return List.of();
        }
        List<WebhookSecret> secrets = new ArrayList<>();
        for (JsonNode node : parsed(vault.open(PURPOSE, store.value(), sealed))) {
            secrets.add(new WebhookSecret(
                    node.path("secret").asText(),
                    Instant.parse(node.path("created_at").asText()),
                    node.hasNonNull("expires_at")
                            ? Instant.parse(node.path("expires_at").asText())
                            : null));
        }
        return secrets;
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException unreadable) {
            // Without the text: it holds secrets.
            throw new IllegalStateException("a store's callback secrets are not readable");
        }
    }
}
