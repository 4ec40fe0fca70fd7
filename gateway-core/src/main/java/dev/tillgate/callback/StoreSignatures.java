package dev.tillgate.callback;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange.Ask;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * How stores and the gateway know each other in both directions, by the secrets that callbacks are signed with:
 * messages to a store carry both signatures of a callback, messages and answers from it the three Standard Webhooks
 * headers.
 */
public final class StoreSignatures {
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int MOST_SIGNATURES = 10;

    private final CallbackSigner signer;
    private final CallbackEndpoints endpoints;
    private final InstantSource clock;

    public StoreSignatures(CallbackSigner signer, CallbackEndpoints endpoints, InstantSource clock) {
        this.signer = signer;
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** Where the store takes callbacks at this moment, or null when it wants none. */
    public @Nullable String address(MerchantId merchant, StoreId store) {
        return endpoints
                .recent(merchant, store)
                .filter(endpoint -> endpoint.disabledAt() == null)
                .map(Endpoint::url)
                .orElse(null);
    }

    /**
     * A signed POST of JSON to a store.
     *
     * @throws NoSuchElementException when there is no such store
     */
    public Ask sign(MerchantId merchant, StoreId store, String url, String id, byte[] body) {
        Endpoint endpoint =
                endpoints.recent(merchant, store).orElseThrow(() -> new NoSuchElementException("no store " + store));
        return signer.signed(id, body, endpoint, url);
    }

    /** Whether one of the store's live secrets has signed exactly this body, at most five minutes ago. */
    public boolean isGenuine(MerchantId merchant, StoreId store, Given given, byte[] body) {
        String id = given.id();
        String timestamp = given.timestamp();
        String signatures = given.signature();
        if (id == null || id.isEmpty() || timestamp == null || signatures == null || !isFresh(timestamp)) {
            return false;
        }
        Instant now = clock.instant();
        List<WebhookSecret> secrets = endpoints
                .recent(merchant, store)
                .map(endpoint -> endpoint.liveSecrets(now))
                .orElse(List.of());
        boolean match = false;
        for (String one : signatures.split(" ", MOST_SIGNATURES)) {
            for (WebhookSecret secret : secrets) {
                byte[] expected =
                        CallbackSigner.signature(secret, id, timestamp, body).getBytes(StandardCharsets.US_ASCII);
                match |= MessageDigest.isEqual(expected, one.getBytes(StandardCharsets.UTF_8));
            }
        }
        return match;
    }

    private boolean isFresh(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant());
        return age.abs().compareTo(TOLERANCE) <= 0;
    }

    /** The three headers as they came, null where one is missing. */
    public record Given(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signature) {}
}
