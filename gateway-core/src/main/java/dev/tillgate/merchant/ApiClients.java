package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets programs use the API: makes clients, and changes their secrets without downtime. */
public final class ApiClients {
    /** Each rotation whose answer is lost leaves a live secret that nobody knows. */
    private static final int MOST_IN_ROTATION = 6;

    private final ClientBook book;
    private final Clock clock;

    public ApiClients(ClientBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /**
     * A new client with its first secret.
     *
     * @throws NotAccepted when the name is empty or too long, or nothing may be done
     */
    public Issued create(MerchantId merchant, StoreId store, String name, Set<Scope> scopes) {
        if (scopes.isEmpty()) {
            throw new NotAccepted("scopes", "problem.scopes.empty");
        }
        Instant now = clock.instant();
        SecretText secret = SecretText.next(ApiSecret.PREFIX);
        ApiClient client = new ApiClient(
                merchant,
                ClientId.next(),
                store,
                Names.accepted("name", name),
                scopes,
                List.of(known(secret, now)),
                now,
                null);
        book.insert(client);
        return new Issued(client, secret);
    }

    /**
     * A second secret beside the first, so that the program can change over before the old one is revoked.
     *
     * @throws NotAccepted when it has two live ones already
     */
    public Issued addSecret(MerchantId merchant, ClientId client) {
        Instant now = clock.instant();
        SecretText secret = SecretText.next(ApiSecret.PREFIX);
        ApiClient changed = book.change(merchant, client, before -> {
            List<ApiSecret> live = new ArrayList<>(before.liveSecrets(now));
            if (live.size() >= ApiClient.MOST_LIVE_SECRETS) {
                throw new NotAccepted("secret", "problem.secret.two");
            }
            live.add(known(secret, now));
            return with(before, live);
        });
        return new Issued(changed, secret);
    }

    /**
     * A new secret in the place of those there are, which stay good for {@code grace}: for programs that change over by
     * themselves. It may be repeated when its answer was lost.
     *
     * @throws NotAccepted when that was done too often lately
     */
    public Issued rotate(MerchantId merchant, ClientId client, Duration grace) {
        Instant now = clock.instant();
        SecretText secret = SecretText.next(ApiSecret.PREFIX);
        ApiClient changed = book.change(merchant, client, before -> {
            List<ApiSecret> live = new ArrayList<>();
            before.liveSecrets(now).forEach(old -> live.add(old.until(now.plus(grace))));
            if (live.size() >= MOST_IN_ROTATION) {
                throw new NotAccepted("secret", "problem.secret.often");
            }
            live.add(known(secret, now));
            return with(before, live);
        });
        return new Issued(changed, secret);
    }

    /** The secret opens nothing any more. Revoking one that is gone changes nothing. */
    public ApiClient revokeSecret(MerchantId merchant, ClientId client, String secretId) {
        return book.change(
                merchant,
                client,
                before -> with(
                        before,
                        before.secrets().stream()
                                .filter(secret -> !secret.id().equals(secretId))
                                .toList()));
    }

    /** The client may do nothing any more, or may again. */
    public ApiClient enable(MerchantId merchant, ClientId client, boolean enabled) {
        Instant now = clock.instant();
        return book.change(
                merchant,
                client,
                before -> new ApiClient(
                        before.merchant(),
                        before.id(),
                        before.store(),
                        before.name(),
                        before.scopes(),
                        before.secrets(),
                        before.createdAt(),
                        enabled ? null : now));
    }

    private static ApiSecret known(SecretText secret, Instant now) {
        return new ApiSecret(TimeOrderedId.next("sec"), secret.digest(), now, null);
    }

    private static ApiClient with(ApiClient client, List<ApiSecret> secrets) {
        return new ApiClient(
                client.merchant(),
                client.id(),
                client.store(),
                client.name(),
                client.scopes(),
                secrets,
                client.createdAt(),
                client.disabledAt());
    }

    /**
     * A client and the one secret that can be shown now and never again.
     *
     * @param secret known to nobody but the reader of this answer
     */
    public record Issued(ApiClient client, SecretText secret) {}
}
