package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.MovableClock;
import dev.tillgate.flow.Event;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.vault.ListShelf;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallbackVerifierTest {
    private static final String ISSUER = "https://pay.example";
    private static final String URL = "https://shop.example/hook";

    private final MovableClock clock = new MovableClock("2026-11-23T10:00:00Z");
    private final SigningKeys keys = new SigningKeys(new ListShelf(), new Vault(new byte[32]), clock);
    private final CallbackSigner signer = new CallbackSigner(keys, ISSUER, clock);
    private final Event event = Samples.event(clock.instant());
    private final Set<String> handled = new HashSet<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private boolean gatewayAway;
    private final CallbackVerifier verifier =
            new CallbackVerifier(this::fetched, ISSUER, event.store().value(), handled::contains, clock);

    @Test
    void aCallbackIsUnderstood() throws Exception {
        Ask ask = signed(event);

        VerifiedCallback callback = verifier.verify(token(ask), ask.body());

        assertThat(callback.id()).isEqualTo(event.id().value());
        assertThat(callback.type()).isEqualTo("payment.paid");
        assertThat(callback.sequence()).isEqualTo(3);
        assertThat(callback.data().path("amount_minor").asLong()).isEqualTo(1230);
        assertThat(callback.data().path("order_reference").asText()).isEqualTo("Größe-№7 \"a/b\"");
        assertThat(callback.isRepeat()).isFalse();
    }

    @Test
    void aRepeatIsRecognized() throws Exception {
        handled.add(event.id().value());
        Ask ask = signed(event);

        assertThat(verifier.verify(token(ask), ask.body()).isRepeat()).isTrue();
    }

    @Test
    void anotherBodyIsRefused() {
        Ask ask = signed(event);
        byte[] changed = ask.body().clone();
        changed[changed.length - 3] ^= 1;

        assertRefused(token(ask), changed, "body");
        assertRefused(token(ask), new byte[0], "body");
    }

    @Test
    void anotherStoreOrGatewayOrNoTokenIsRefused() {
        Ask other = signed(Samples.event(clock.instant()));
        assertRefused(token(other), other.body(), "another store");

        Ask stranger = new CallbackSigner(keys, "https://other.example", clock)
                .signed(event, Samples.endpoint(event, URL), URL);
        assertRefused(token(stranger), stranger.body(), "does not hold");

        SigningKeys forgedKeys = new SigningKeys(new ListShelf(), new Vault(new byte[32]), clock);
        Ask forged = new CallbackSigner(forgedKeys, ISSUER, clock).signed(event, Samples.endpoint(event, URL), URL);
        assertRefused(token(forged), forged.body(), "does not hold");

        byte[] body = signed(event).body();
        assertRefused(null, body, "no bearer");
        assertRefused("Basic abc", body, "no bearer");
        assertRefused("Bearer ", body, "does not hold");
        assertRefused("Bearer a.b.c", body, "does not hold");
        assertRefused("Bearer eyJhbGciOiJub25lIn0.e30.", body, "does not hold");
    }

    @Test
    void anOldRequestIsRefused() throws Exception {
        Ask ask = signed(event);

        clock.move(Duration.ofMinutes(5));
        assertThat(verifier.verify(token(ask), ask.body()).id())
                .isEqualTo(event.id().value());
        clock.move(Duration.ofMinutes(2));
        assertRefused(token(ask), ask.body(), "does not hold");
    }

    @Test
    void aRequestFromTheFutureIsRefused() {
        MovableClock ahead = new MovableClock("2026-11-23T10:03:00Z");
        Ask ask = new CallbackSigner(keys, ISSUER, ahead).signed(event, Samples.endpoint(event, URL), URL);

        assertRefused(token(ask), ask.body(), "future");
    }

    @Test
    void keysMayChangeWhileTheirListIsCachedWithoutAnyCallbackRefused() throws Exception {
        for (int hour = 0; hour < 80; hour++) {
            if (hour == 10) {
                keys.rotate();
            }
            Ask ask = signed(event);
            assertThat(verifier.verify(token(ask), ask.body()).isRepeat()).isFalse();
            clock.move(Duration.ofHours(1));
        }
        assertThat(fetches.get()).isLessThan(85);
    }

    @Test
    void aKeyThatIsNewAtOnceIsFetchedAtOnceButStrangersCauseFewFetches() throws Exception {
        Ask before = signed(event);
        verifier.verify(token(before), before.body());
        keys.revoke(keys.current().id());
        clock.move(Duration.ofSeconds(11));
        Ask after = signed(event);
        assertThat(verifier.verify(token(after), after.body()).isRepeat()).isFalse();
        assertRefused(token(before), before.body(), "does not hold");

        int known = fetches.get();
        SigningKeys forgedKeys = new SigningKeys(new ListShelf(), new Vault(new byte[32]), clock);
        Ask forged = new CallbackSigner(forgedKeys, ISSUER, clock).signed(event, Samples.endpoint(event, URL), URL);
        for (int i = 0; i < 100; i++) {
            assertRefused(token(forged), forged.body(), "does not hold");
        }
        assertThat(fetches.get() - known).isLessThanOrEqualTo(1);
    }

    @Test
    void knownKeysOutliveAGatewayThatIsAway() throws Exception {
        Ask ask = signed(event);
        gatewayAway = true;
        assertRefused(token(ask), ask.body(), "does not hold");

        gatewayAway = false;
        assertThat(verifier.verify(token(ask), ask.body()).isRepeat()).isFalse();
        gatewayAway = true;
        clock.move(Duration.ofHours(2));
        Ask later = signed(event);
        assertThat(verifier.verify(token(later), later.body()).isRepeat()).isFalse();
    }

    private Ask signed(Event what) {
        return signer.signed(what, Samples.endpoint(what, URL), URL);
    }

    private String fetched() {
        fetches.incrementAndGet();
        if (gatewayAway) {
            throw new UncheckedIOException(new java.io.IOException("away"));
        }
        return keys.jwks();
    }

    private void assertRefused(@Nullable String authorization, byte[] body, String why) {
        assertThatThrownBy(() -> verifier.verify(authorization, body))
                .isInstanceOf(CallbackRefused.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(new String(body, StandardCharsets.UTF_8) + "x");
    }

    private static @Nullable String token(Ask ask) {
        return ask.headers().get("Authorization");
    }
}
