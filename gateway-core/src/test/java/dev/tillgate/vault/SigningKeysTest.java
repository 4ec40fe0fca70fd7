package dev.tillgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tillgate.MovableClock;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredKeys;
import dev.tillgate.vault.SigningKeys.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private final MovableClock clock = new MovableClock("2026-11-23T10:00:00Z");
    private final Vault vault = new Vault(new byte[32]);
    private final ListShelf shelf = new ListShelf();
    private final SigningKeys keys = new SigningKeys(shelf, vault, clock);

    @Test
    void theFirstUseMakesAKeyThatAnybodyCanVerifyWith() throws Exception {
        String token = keys.current().token("JWT").subject("x").compact();

        SignedJWT read = SignedJWT.parse(token);
        JWK jwk = JWKSet.parse(keys.jwks()).getKeyByKeyId(read.getHeader().getKeyID());
        assertThat(jwk.isPrivate()).isFalse();
        assertThat(jwk.getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(jwk.getKeyUse().getValue()).isEqualTo("sig");
        assertThat(read.verify(new ECDSAVerifier(jwk.toECKey()))).isTrue();
        assertThat(keys.current().id()).isEqualTo(jwk.getKeyID());
    }

    @Test
    void theJwksHoldsNothingSecretAndNeitherDoesAnyText() {
        keys.current();

        assertThat(keys.jwks()).doesNotContain("\"d\"");
        assertThat(shelf.all().getFirst().toString())
                .doesNotContain(shelf.all().getFirst().publicKey());
        assertThat(keys.current().toString())
                .isEqualTo("SigningKey[" + keys.current().id() + "]");
    }

    @Test
    void aNewKeyIsPublishedADayBeforeItSignsAndTheOldOneADayAfter() throws Exception {
        String old = keys.current().id();
        String next = keys.rotate();

        assertThat(keys.rotate()).as("asked twice").isEqualTo(next);
        assertThat(published()).containsExactlyInAnyOrder(old, next);
        assertThat(keys.current().id()).isEqualTo(old);

        clock.move(Duration.ofHours(24));
        assertThat(keys.current().id()).isEqualTo(next);
        assertThat(published()).containsExactlyInAnyOrder(old, next);
        assertThat(keys.find(old)).isPresent();

        clock.move(Duration.ofHours(24));
        assertThat(published()).containsExactly(next);
        assertThat(keys.find(old)).isEmpty();
    }

    @Test
    void rotatesByAge() {
        String old = keys.current().id();

        assertThat(keys.rotateIfOlderThan(Duration.ofDays(90))).isFalse();
        clock.move(Duration.ofDays(91));
        assertThat(keys.rotateIfOlderThan(Duration.ofDays(90))).isTrue();
        assertThat(keys.rotateIfOlderThan(Duration.ofDays(90))).as("one waits").isFalse();
        clock.move(Duration.ofDays(1));
        assertThat(keys.current().id()).isNotEqualTo(old);
    }

    @Test
    void aRevokedKeyIsReplacedAtOnce() throws Exception {
        String leaked = keys.current().id();
        keys.revoke(leaked);

        assertThat(keys.find(leaked)).isEmpty();
        assertThat(keys.current().id()).isNotEqualTo(leaked);
        assertThat(published()).doesNotContain(leaked).hasSize(1);
    }

    @Test
    void anotherNodesKeyIsFoundWithinASecondAndStrangersDoNotHammerTheDatabase() {
        SigningKeys other = new SigningKeys(shelf, vault, clock);
        keys.current();
        other.current();
        shelf.retire(keys.current().id(), clock.instant());
        clock.move(Duration.ofSeconds(2));
        keys.revoke(keys.current().id());
        String fresh = keys.current().id();
        clock.move(Duration.ofSeconds(2));

        assertThat(other.find(fresh)).isPresent();
        int before = shelf.reads();
        for (int i = 0; i < 1000; i++) {
            assertThat(other.find("key_stranger" + i)).isEmpty();
        }
        assertThat(shelf.reads() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void edwardsKeysWorkToo() throws Exception {
        SigningKeys edwards = new SigningKeys(
                shelf, vault, clock, new Plan(KeyAlgorithm.EDDSA, Duration.ofDays(1), Duration.ofDays(1)));
        SignedJWT token =
                SignedJWT.parse(edwards.current().token("JWT").subject("x").compact());

        JWK jwk = JWKSet.parse(edwards.jwks()).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("EdDSA");
        assertThat(jwk.toOctetKeyPair().getCurve().getName()).isEqualTo("Ed25519");
        java.security.Signature verifier = java.security.Signature.getInstance("Ed25519");
        verifier.initVerify(edwards.find(jwk.getKeyID()).orElseThrow().key());
        verifier.update(token.getSigningInput());
        assertThat(verifier.verify(token.getSignature().decode())).isTrue();
    }

    @Test
    void keysAreKeptSealedAndComeBackAfterARestart() {
        try (TestDatabase database = TestDatabase.open();
                Sessions sessions = new Sessions(database.dataSource(), DatabaseProduct.MARIADB)) {
            StoredKeys stored = new StoredKeys(sessions);
            SigningKeys first = new SigningKeys(stored, vault, clock);
            String id = first.current().id();
            String next = first.rotate();

            SigningKeys restarted = new SigningKeys(stored, vault, clock);
            assertThat(restarted.current().id()).isEqualTo(id);
            assertThat(restarted.find(next)).isPresent();
            assertThat(restarted.jwks()).isEqualTo(first.jwks());
            assertThat(stored.all())
                    .allSatisfy(key -> assertThat(key.sealedPrivateKey()).startsWith("v1."));
            assertThat(stored.all()).filteredOn(key -> key.id().equals(id)).allSatisfy(key -> assertThat(key.retireAt())
                    .isEqualTo(clock.instant().plus(Duration.ofDays(2))));
            SigningKeys stranger = new SigningKeys(
                    stored,
                    new Vault(new byte[] {
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
                        27, 28, 29, 30, 31, 32
                    }),
                    clock);
            assertThatThrownBy(stranger::current).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void nodesThatStartTogetherAgreeOnOneKey() throws Exception {
        List<SigningKeys> nodes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            nodes.add(new SigningKeys(shelf, vault, clock));
        }
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<String>> starts = new ArrayList<>();
            nodes.forEach(node -> starts.add(() -> {
                together.await();
                return node.current().token("JWT").subject("x").compact();
            }));
            List<Future<String>> tokens = threads.invokeAll(starts);
            clock.move(Duration.ofSeconds(31));
            for (Future<String> token : tokens) {
                String id = SignedJWT.parse(token.get()).getHeader().getKeyID();
                assertThat(nodes).allSatisfy(node -> assertThat(node.find(id)).isPresent());
            }
        }
        assertThat(nodes.stream().map(node -> node.current().id()).distinct()).hasSize(1);
    }

    private List<String> published() throws Exception {
        return JWKSet.parse(keys.jwks()).getKeys().stream().map(JWK::getKeyID).toList();
    }
}
