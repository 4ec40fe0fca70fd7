package dev.tillgate.merchant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tillgate.MovableClock;
import dev.tillgate.merchant.TokenRefused.Why;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.ListShelf;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private static final String ISSUER = "https://pay.example";
    private static final String AUDIENCE = "https://pay.example/api";

    private final MovableClock clock = new MovableClock(java.time.Instant.now()
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            .toString());
    private final Vault vault = new Vault(new byte[32]);
    private final ListShelf shelf = new ListShelf();
    private final SigningKeys keys = new SigningKeys(shelf, vault, clock);
    private final AccessTokens tokens = new AccessTokens(keys, ISSUER, AUDIENCE, clock);
    private final ApiClient client = new ApiClient(
            MerchantId.next(),
            ClientId.next(),
            StoreId.next(),
            "shop",
            Set.of(Scope.PAYMENTS_READ, Scope.PAYMENTS_WRITE),
            List.of(),
            clock.instant(),
            null);

    @Test
    void aTokenSaysWhoMayDoWhatWhere() throws Exception {
        AccessTokens.Issued issued = tokens.issue(client, Set.of(Scope.PAYMENTS_READ));

        Access access = tokens.verify(issued.text());

        assertThat(access.merchant()).isEqualTo(client.merchant());
        assertThat(access.store()).isEqualTo(client.store());
        assertThat(access.client()).isEqualTo(client.id());
        assertThat(access.may(Scope.PAYMENTS_READ)).isTrue();
        assertThat(access.may(Scope.PAYMENTS_WRITE)).isFalse();
        assertThat(access.expiresAt())
                .isEqualTo(issued.expiresAt())
                .isEqualTo(clock.instant().plus(AccessTokens.LIFE));
        assertThat(issued.toString()).doesNotContain(issued.text());
    }

    @Test
    void anotherLibraryAcceptsItAsAnRfc9068Token() throws Exception {
        String text = tokens.issue(client, client.scopes()).text();
        DefaultJWTProcessor<SecurityContext> judge = new DefaultJWTProcessor<>();
        judge.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        judge.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(JWKSet.parse(keys.jwks()))));
        judge.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                AUDIENCE,
                new JWTClaimsSet.Builder().issuer(ISSUER).build(),
                Set.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti", "scope")));

        JWTClaimsSet claims = judge.process(text, null);

        assertThat(claims.getSubject()).isEqualTo(client.id().value());
        assertThat(claims.getStringClaim("scope")).isEqualTo("payments:read payments:write");
    }

    @Test
    void endsAfterFifteenMinutesEvenWhenItWasSeenBefore() throws Exception {
        String text = tokens.issue(client, client.scopes()).text();

        for (int minute = 0; minute < 15; minute++) {
            assertThat(tokens.verify(text).client()).isEqualTo(client.id());
            clock.move(Duration.ofMinutes(1));
        }
        assertRefused(text, Why.EXPIRED);

        String seen = tokens.issue(client, client.scopes()).text();
        clock.move(Duration.ofMinutes(15).minusSeconds(10));
        assertThat(tokens.verify(seen).client()).isEqualTo(client.id());
        clock.move(Duration.ofSeconds(10));
        assertRefused(seen, Why.EXPIRED);
    }

    @Test
    void aTokenOfARevokedKeyEndsWithinAMinute() throws Exception {
        String text = tokens.issue(client, client.scopes()).text();
        assertThat(tokens.verify(text).client()).isEqualTo(client.id());

        keys.revoke(keys.current().id());
        clock.move(Duration.ofSeconds(61));

        assertRefused(text, Why.UNKNOWN_KEY);
    }

    @Test
    void tokensMadeByAnotherLibraryWithOurKeyCount() throws Exception {
        assertThat(tokens.verify(forged(claims -> {}, header -> {})).client()).isEqualTo(client.id());
    }

    @Test
    void foreignAndMisusedTokensAreRefusedForTheRightReason() throws Exception {
        assertRefused(forged(claims -> claims.issuer("https://other.example"), header -> {}), Why.WRONG_ISSUER);
        assertRefused(forged(claims -> claims.issuer(null), header -> {}), Why.WRONG_ISSUER);
        assertRefused(forged(claims -> claims.audience("https://pay.example"), header -> {}), Why.WRONG_AUDIENCE);
        assertRefused(forged(claims -> claims.audience((String) null), header -> {}), Why.WRONG_AUDIENCE);
        assertRefused(forged(claims -> {}, header -> header.type(JOSEObjectType.JWT)), Why.WRONG_TYPE);
        assertRefused(forged(claims -> {}, header -> header.type(null)), Why.WRONG_TYPE);
        assertRefused(forged(claims -> claims.expirationTime(null), header -> {}), Why.MALFORMED);
        assertRefused(
                forged(claims -> claims.expirationTime(Date.from(clock.instant().minusSeconds(1))), header -> {}),
                Why.EXPIRED);
        assertRefused(forged(claims -> claims.claim("client_id", 7), header -> {}), Why.MALFORMED);
        assertRefused(forged(claims -> claims.claim("merchant", "mer_x"), header -> {}), Why.MALFORMED);
        assertRefused(forged(claims -> claims.claim("scope", null), header -> {}), Why.MALFORMED);
        assertRefused(forged(claims -> {}, header -> header.keyID(null)), Why.MALFORMED);
        assertRefused(forged(claims -> {}, header -> header.keyID("key_none")), Why.UNKNOWN_KEY);
        assertRefused(
                forged(claims -> {}, header -> header.criticalParams(Set.of("exp"))
                        .customParam("exp", 1)),
                Why.MALFORMED);
    }

    @Test
    void noOtherAlgorithmIsTakenForOurs() throws Exception {
        String ours = keys.current().id();
        assertRefused(new PlainJWT(good().build()).serialize(), Why.MALFORMED);

        byte[] publicKey = keys.find(ours).orElseThrow().key().getEncoded();
        assertRefused(
                signed(new MACSigner(publicKey), new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(ours)), Why.MALFORMED);
        byte[] jwks = keys.jwks().getBytes(StandardCharsets.UTF_8);
        assertRefused(
                signed(new MACSigner(jwks), new JWSHeader.Builder(JWSAlgorithm.HS512).keyID(ours)), Why.MALFORMED);

        ECKey strangers = new ECKeyGenerator(Curve.P_256).generate();
        assertRefused(
                signed(new ECDSASigner(strangers), new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(ours)),
                Why.BAD_SIGNATURE);
        assertRefused(
                signed(
                        new ECDSASigner(strangers),
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("own").jwk(strangers.toPublicJWK())),
                Why.UNKNOWN_KEY);
        ECKey larger = new ECKeyGenerator(Curve.P_384).generate();
        assertRefused(
                signed(new ECDSASigner(larger), new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(ours)), Why.MALFORMED);
    }

    @Test
    void changedAndBrokenTextIsRefused() throws Exception {
        String text = tokens.issue(client, client.scopes()).text();
        String[] parts = text.split("\\.");
        String richer = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                        .replace("payments:read", "refunds:write")
                        .getBytes(StandardCharsets.UTF_8));

        assertRefused(parts[0] + "." + richer + "." + parts[2], Why.BAD_SIGNATURE);
        assertRefused(parts[0] + ".." + parts[2], Why.BAD_SIGNATURE);
        assertRefused(parts[0] + "." + parts[1] + ".", Why.MALFORMED);
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
        assertRefused(parts[0] + "." + parts[1] + "." + zeros, Why.BAD_SIGNATURE);
        for (String rubbish : List.of(
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                parts[0],
                text + ".x",
                "x".repeat(5000),
                "Bearer " + text,
                "{}",
                "é.é.é",
                "a.b.c.d.e")) {
            assertRefused(rubbish, Why.MALFORMED);
        }
    }

    @Test
    void aTokenSeenBeforeCostsAFewMicroseconds() throws Exception {
        String text = tokens.issue(client, client.scopes()).text();
        long signatures = 0;
        for (int i = 0; i < 200_000; i++) {
            signatures += tokens.verify(text).scopes().size();
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < 100_000; i++) {
            signatures += tokens.verify(text).scopes().size();
        }
        // Time of the processor, not of the clock: other programs may be running.
        long nanos = (threads.getCurrentThreadCpuTime() - begin) / 100_000;

        System.out.println("cached verification: " + nanos + " ns, token of " + text.length() + " characters");
        assertThat(signatures).isEqualTo(600_000);
        // A signature takes 100 to 200 µs; the bound only has to tell the two apart on a busy machine.
        assertThat(nanos).isLessThan(30_000);
    }

    private void assertRefused(String token, Why why) {
        assertThatExceptionOfType(TokenRefused.class)
                .as(token)
                .isThrownBy(() -> tokens.verify(token))
                .satisfies(refused -> assertThat(refused.why()).isEqualTo(why))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("eyJ"));
    }

    private JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(client.id().value())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                .claim("client_id", client.id().value())
                .claim("scope", "payments:read")
                .claim("merchant", client.merchant().value())
                .claim("store", client.store().value());
    }

    /** Signed by another library with our own key: what a hole in our signing would let out. */
    private String forged(Consumer<JWTClaimsSet.Builder> change, Consumer<JWSHeader.Builder> headerChange)
            throws Exception {
        String ours = keys.current().id();
        JWTClaimsSet.Builder claims = good();
        change.accept(claims);
        JWSHeader.Builder header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(ours).type(new JOSEObjectType("at+jwt"));
        headerChange.accept(header);
        String opened = vault.open("signing-key", ours, shelf.all().getFirst().sealedPrivateKey());
        ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(opened)));
        SignedJWT jwt = new SignedJWT(header.build(), claims.build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private String signed(JWSSigner signer, JWSHeader.Builder header) throws Exception {
        SignedJWT jwt = new SignedJWT(header.type(new JOSEObjectType("at+jwt")).build(), good().build());
        jwt.sign(signer);
        return jwt.serialize();
    }
}
