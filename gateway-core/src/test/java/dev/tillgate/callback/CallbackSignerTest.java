package dev.tillgate.callback;

import static dev.tillgate.callback.Samples.OTHER_SECRET;
import static dev.tillgate.callback.Samples.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tillgate.MovableClock;
import dev.tillgate.flow.Event;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.vault.ListShelf;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class CallbackSignerTest {
    private static final String ISSUER = "https://pay.example";
    private static final String URL = "https://shop.example/hook";

    private final MovableClock clock = new MovableClock(Instant.now().toString());
    private final SigningKeys keys = new SigningKeys(new ListShelf(), new Vault(new byte[32]), clock);
    private final CallbackSigner signer = new CallbackSigner(keys, ISSUER, clock);
    private final Event event = Samples.event(Instant.parse("2026-11-23T10:00:00.120456Z"));
    private final Endpoint endpoint = Samples.endpoint(event, URL, Samples.secret(SECRET, clock.instant()));

    @Test
    void theBodySaysWhatHappened() {
        assertThat(new String(signer.signed(event, endpoint, URL).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"" + event.id() + "\",\"type\":\"payment.paid\","
                        + "\"created_at\":\"2026-11-23T10:00:00.120Z\",\"sequence\":3,"
                        + "\"store_id\":\"" + event.store() + "\",\"order_id\":\"" + event.order() + "\","
                        + "\"payment_id\":\"" + event.payment() + "\",\"data\":{\"amount\":\"12.30\","
                        + "\"amount_minor\":1230,\"currency\":\"EUR\",\"method\":\"card\","
                        + "\"order_reference\":\"Größe-№7 \\\"a/b\\\"\",\"status\":\"paid\"}}");
    }

    @Test
    void everyTrySendsTheSameBytesWithNewSignatures() {
        Ask first = signer.signed(event, endpoint, URL);
        clock.move(Duration.ofHours(60));
        Map<String, Object> shuffled = new LinkedHashMap<>();
        event.data().keySet().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .forEach(name -> shuffled.put(name, event.data().get(name)));
        Event readAgain = new Event(
                event.merchant(),
                event.order(),
                event.sequence(),
                event.id(),
                event.store(),
                event.payment(),
                event.type(),
                shuffled,
                Instant.parse("2026-11-23T10:00:00.120Z"));
        Ask second = signer.signed(readAgain, endpoint, URL);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().get("webhook-id")).isEqualTo(first.headers().get("webhook-id"));
        assertThat(second.headers().get("Authorization"))
                .isNotEqualTo(first.headers().get("Authorization"));
        assertThat(second.headers().get("webhook-timestamp"))
                .isNotEqualTo(first.headers().get("webhook-timestamp"));
    }

    @Test
    void theTokenHoldsForAnotherLibrary() throws Exception {
        Ask ask = signer.signed(event, endpoint, URL);
        DefaultJWTProcessor<SecurityContext> judge = new DefaultJWTProcessor<>();
        judge.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(JWKSet.parse(keys.jwks()))));
        judge.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                event.store().value(),
                new JWTClaimsSet.Builder().issuer(ISSUER).build(),
                Set.of("iss", "aud", "jti", "iat", "exp", "body_sha256")));

        JWTClaimsSet claims = judge.process(header(ask, "Authorization").substring("Bearer ".length()), null);

        assertThat(claims.getJWTID()).isEqualTo(event.id().value());
        assertThat(claims.getExpirationTime().toInstant())
                .isEqualTo(claims.getIssueTime().toInstant().plus(Duration.ofMinutes(5)));
        assertThat(claims.getStringClaim("body_sha256"))
                .isEqualTo(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(ask.body())));
    }

    /** Worked out from the text of the specification, without our code. */
    @Test
    void theWebhookSignatureIsTheSpecifiedOne() throws Exception {
        Ask ask = signer.signed(event, endpoint, URL);

        assertThat(header(ask, "webhook-signature")).isEqualTo(bySpecification(ask, SECRET));
    }

    @Test
    void whileASecretChangesBothSign() throws Exception {
        Endpoint changing = Samples.endpoint(
                event,
                URL,
                new WebhookSecret(SECRET, clock.instant(), clock.instant().plus(Duration.ofHours(1))),
                Samples.secret(OTHER_SECRET, clock.instant()));

        Ask ask = signer.signed(event, changing, URL);
        assertThat(header(ask, "webhook-signature"))
                .isEqualTo(bySpecification(ask, SECRET) + " " + bySpecification(ask, OTHER_SECRET));

        clock.move(Duration.ofHours(1));
        Ask later = signer.signed(event, changing, URL);
        assertThat(header(later, "webhook-signature")).isEqualTo(bySpecification(later, OTHER_SECRET));
    }

    @Test
    void withoutASecretTheTokenStandsAlone() {
        Ask ask = signer.signed(event, Samples.endpoint(event, URL), URL);

        assertThat(ask.headers()).containsKey("Authorization").doesNotContainKey("webhook-signature");
    }

    @Test
    void librariesOfAShopAcceptBothSignatures() throws Exception {
        NodeReceiver shop = NodeReceiver.installed();
        Endpoint changing = Samples.endpoint(
                event, URL, Samples.secret(OTHER_SECRET, clock.instant()), Samples.secret(SECRET, clock.instant()));
        for (Endpoint sender : List.of(endpoint, changing)) {
            Ask ask = signer.signed(event, sender, URL);

            assertThat(shop.verify(ask, keys.jwks(), ISSUER, event.store().value(), SECRET))
                    .containsEntry("jwt", event.id().value())
                    .containsEntry("webhook", event.id().value());
        }
    }

    @Test
    void librariesOfAShopRefuseWhatWasChanged() throws Exception {
        NodeReceiver shop = NodeReceiver.installed();
        Ask good = signer.signed(event, endpoint, URL);
        byte[] richer = new String(good.body(), StandardCharsets.UTF_8)
                .replace("12.30", "99.30")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(shop.verify(
                        Ask.post(URL, good.headers(), richer),
                        keys.jwks(),
                        ISSUER,
                        event.store().value(),
                        SECRET))
                .containsEntry("jwt", "another body")
                .hasEntrySatisfying("webhook", said -> assertThat(said).startsWith("refused"));
        assertThat(shop.verify(good, keys.jwks(), ISSUER, "sto_other", OTHER_SECRET))
                .allSatisfy((signature, said) -> assertThat(said).startsWith("refused"));
    }

    private static String bySpecification(Ask ask, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
        String content = header(ask, "webhook-id") + "." + header(ask, "webhook-timestamp") + "."
                + new String(ask.body(), StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String header(Ask ask, String name) {
        String value = ask.headers().get(name);
        assertThat(value).as(name).isNotNull();
        return value == null ? "" : value;
    }
}
