package dev.tillgate.callback;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a store is told of events, and with which secrets.
 *
 * @param url http or https, or null when the store wants no callbacks
 * @param secrets oldest first; the last one stays, the others are on their way out
 * @param disabledAt since when nothing is sent because the store's server answered 410, or null
 */
public record Endpoint(
        MerchantId merchant,
        StoreId store,
        @Nullable String url,
        List<WebhookSecret> secrets,
        @Nullable Instant disabledAt) {
    /** So that one can be changed without downtime, and no forgotten one lives on. */
    public static final int MOST_LIVE_SECRETS = 2;

    public Endpoint {
        secrets = List.copyOf(secrets);
    }

    /** Secrets to sign with now, oldest first. */
    public List<WebhookSecret> liveSecrets(Instant now) {
        return secrets.stream().filter(secret -> secret.isLive(now)).toList();
    }

    Endpoint disabled(@Nullable Instant at) {
        return new Endpoint(merchant, store, url, secrets, at);
    }

    /** With a new secret; the one before it stays good for {@code grace}, older ones end now. */
    Endpoint withNewSecret(Duration grace, Instant now) {
        List<WebhookSecret> kept = new ArrayList<>();
        List<WebhookSecret> live = liveSecrets(now);
        if (!live.isEmpty() && grace.isPositive()) {
            kept.add(live.getLast().until(now.plus(grace)));
        }
        kept.add(WebhookSecret.next(now));
        return new Endpoint(merchant, store, url, kept, disabledAt);
    }
}
