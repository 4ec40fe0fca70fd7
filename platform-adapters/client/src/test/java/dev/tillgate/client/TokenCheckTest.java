package dev.tillgate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A callback's token, with keys of both kinds that the gateway may publish. */
class TokenCheckTest {
    private static final String BODY = """
            {"id":"evt_1","type":"payment.paid","sequence":1,"payment_id":"pay_1","data":{"order_reference":"7"}}""";

    private final Map<String, Object> claims = new LinkedHashMap<>();
    private HttpServer server;
    private String gateway;
    private String published = "{\"keys\":[]}";
    private TokenCheck check;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/jwks.json", exchange -> {
            byte[] bytes = published.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        gateway = "http://127.0.0.1:" + server.getAddress().getPort();
        check = new TokenCheck(gateway, "sto_1");
        claims.put("iss", gateway);
        claims.put("aud", "sto_1");
        claims.put("jti", "evt_1");
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("exp", Instant.now().getEpochSecond() + 300);
        claims.put("body_sha256", base64(MessageDigest.getInstance("SHA-256").digest(bytes(BODY))));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "EdDSA"})
    void aTokenOfTheGatewayIsBelieved(String algorithm) throws GeneralSecurityException {
        assertThat(check.verify("Bearer " + token(algorithm), bytes(BODY)))
                .hasValueSatisfying(callback -> assertThat(callback.payment()).isEqualTo("pay_1"));
    }

    @ParameterizedTest
    @CsvSource({"iss, https://evil.example", "aud, sto_2", "jti, evt_2", "body_sha256, AAAA", "iat, 1000", "exp, 1000"})
    void aTokenThatSaysAnythingElseIsNot(String claim, String value) throws GeneralSecurityException {
        claims.put(claim, value.matches("\\d+") ? (Object) Long.valueOf(value) : value);

        assertThat(check.verify("Bearer " + token("EdDSA"), bytes(BODY))).isEmpty();
    }

    @Test
    void neitherIsOneForAnotherBodyOrOfAnotherKeyOrAnotherAlgorithm() throws GeneralSecurityException {
        String good = token("ES256");
        assertThat(check.verify("Bearer " + good, bytes(BODY.replace("paid", "paiD"))))
                .isEmpty();
        String unsigned = base64(bytes("{\"alg\":\"none\",\"kid\":\"k\"}")) + good.substring(good.indexOf('.'));
        assertThat(check.verify("Bearer " + unsigned, bytes(BODY))).isEmpty();
        assertThat(check.verify("Bearer " + good.substring(0, good.lastIndexOf('.') + 1), bytes(BODY)))
                .isEmpty();
        assertThat(check.verify("Bearer a.b", bytes(BODY))).isEmpty();
        assertThat(check.verify(null, bytes(BODY))).isEmpty();
        published = "{\"keys\":[]}";
        assertThat(new TokenCheck(gateway, "sto_1").verify("Bearer " + good, bytes(BODY)))
                .isEmpty();
    }

    @Test
    void withoutTheKeysNothingIsSaid() throws GeneralSecurityException {
        String good = token("EdDSA");
        server.stop(0);

        assertThatThrownBy(() -> check.verify("Bearer " + good, bytes(BODY)))
                .isInstanceOf(GatewayProblem.NoAnswer.class);
    }

    private String token(String algorithm) throws GeneralSecurityException {
        boolean elliptic = algorithm.equals("ES256");
        KeyPairGenerator generator = KeyPairGenerator.getInstance(elliptic ? "EC" : "Ed25519");
        if (elliptic) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        }
        KeyPair pair = generator.generateKeyPair();
        published = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"other\"}," + jwk(pair, elliptic) + "]}";
        String head = base64(bytes("{\"alg\":\"" + algorithm + "\",\"kid\":\"k\"}")) + "."
                + base64(bytes(Json.write(claims)));
        Signature signature = Signature.getInstance(elliptic ? "SHA256withECDSAinP1363Format" : "Ed25519");
        signature.initSign(pair.getPrivate());
        signature.update(bytes(head));
        return head + "." + base64(signature.sign());
    }

    private static String jwk(KeyPair pair, boolean elliptic) {
        if (elliptic) {
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"%s\",\"y\":\"%s\"}"
                    .formatted(
                            base64(unsigned(key.getW().getAffineX())),
                            base64(unsigned(key.getW().getAffineY())));
        }
        byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
        byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"x\":\"%s\"}".formatted(base64(x));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, padded, 32 - length, length);
        return padded;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
