package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.wechatpay.WechatPay;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The merchants of the simulated WeChat: numbers and secrets follow from the root secret, RSA keys are in the book. */
final class SimulatorMerchants {
    private static final String KIND = "merchant";
    private static final Duration FIVE_YEARS = Duration.ofDays(5 * 365);
    private static final long MOST_MERCHANTS = 100_000_000L;

    private final JsonBook book;
    private final String rootSecret;
    private final int keyBits;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SimulatorMerchant> byMchid = new ConcurrentHashMap<>();
    private final PrivateKey foreign;

    SimulatorMerchants(JsonBook book, String rootSecret, int keyBits, InstantSource clock) {
        this.book = book;
        this.rootSecret = rootSecret;
        this.keyBits = keyBits;
        this.clock = clock;
        this.foreign = SimulatorKeys.make(keyBits).getPrivate();
        book.all(KIND).forEach(page -> read(page));
    }

    /** The merchant with this account id; opened if it is new. */
    SimulatorMerchant account(String id) {
        if (!id.matches("[A-Za-z0-9]{1,60}")) {
            throw new IllegalArgumentException("an account id has letters and digits only");
        }
        return book.locked(() -> {
            SimulatorMerchant known = byMchid.get(mchid(id));
            return known == null ? read(opened(id)) : known;
        });
    }

    /** The merchant with this number, or null. */
    @Nullable
    SimulatorMerchant find(String mchid) {
        return byMchid.get(mchid);
    }

    /** Changes over to another of WeChat's keys. */
    SimulatorMerchant keyMode(String id, String mode) {
        return book.locked(() -> {
            ObjectNode page = account(id).page().deepCopy().put("key_mode", mode);
            return kept(page);
        });
    }

    /** Adds a platform certificate that signs from now on; the ones before it stay good. */
    SimulatorMerchant rotateCertificate(String id) {
        return book.locked(() -> {
            ObjectNode page = account(id).page().deepCopy();
            page.withArray("certificates").add(certificate());
            return kept(page);
        });
    }

    /** A key that is nobody's, for wrong signatures. */
    PrivateKey foreign() {
        return foreign;
    }

    String nonce() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private ObjectNode opened(String id) {
        KeyPair own = SimulatorKeys.make(keyBits);
        BigInteger serial = serial();
        ObjectNode page = SimulatorJson.object();
        page.put("account", id);
        page.put("mchid", mchid(id));
        page.put("appid", "wx" + HexFormat.of().formatHex(SimulatorKeys.derived(rootSecret, "appid/" + id), 0, 8));
        String secret = HexFormat.of().formatHex(SimulatorKeys.derived(rootSecret, "key/" + id), 0, 16);
        page.put("api_v3_key", secret);
        page.put("serial", hex(serial));
        page.put(
                "private_key",
                SimulatorKeys.pem(
                        "PRIVATE KEY", SimulatorKeys.base64(own.getPrivate().getEncoded())));
        page.put("public_key", SimulatorKeys.base64(own.getPublic().getEncoded()));
        page.put("certificate", SimulatorKeys.pem("CERTIFICATE", certificate(own, serial, mchid(id))));
        page.put("key_mode", WechatPay.BY_PUBLIC_KEY);
        KeyPair key = SimulatorKeys.make(keyBits);
        page.set(
                "key",
                SimulatorJson.object()
                        .put("name", "PUB_KEY_ID_" + mchid(id) + nonce().substring(0, 14))
                        .put("private", SimulatorKeys.base64(key.getPrivate().getEncoded()))
                        .put(
                                "pem",
                                SimulatorKeys.pem(
                                        "PUBLIC KEY",
                                        SimulatorKeys.base64(key.getPublic().getEncoded()))));
        ArrayNode certificates = page.putArray("certificates");
        certificates.add(certificate());
        book.put(KIND, id, page);
        return page;
    }

    private ObjectNode certificate() {
        KeyPair keys = SimulatorKeys.make(keyBits);
        BigInteger serial = serial();
        String base64 = certificate(keys, serial, "Practice platform");
        return SimulatorJson.object()
                .put("name", hex(serial))
                .put("private", SimulatorKeys.base64(keys.getPrivate().getEncoded()))
                .put("pem", SimulatorKeys.pem("CERTIFICATE", base64));
    }

    private String certificate(KeyPair keys, BigInteger serial, String name) {
        Instant from = clock.instant().minus(Duration.ofDays(1));
        return SimulatorKeys.base64(CertificateMaker.make(keys, serial, name, from, from.plus(FIVE_YEARS)));
    }

    private SimulatorMerchant kept(ObjectNode page) {
        book.put(KIND, page.path("account").asText(), page);
        return read(page);
    }

    private SimulatorMerchant read(ObjectNode page) {
        SimulatorMerchant merchant = SimulatorMerchant.read(page);
        byMchid.put(merchant.mchid(), merchant);
        return merchant;
    }

    /** Ten digits, two zeros first: WeChat gives no such numbers. */
    private String mchid(String id) {
        BigInteger derived = new BigInteger(1, SimulatorKeys.derived(rootSecret, "mchid/" + id));
        long number = derived.mod(BigInteger.valueOf(MOST_MERCHANTS)).longValueExact();
        return "00%08d".formatted(number);
    }

    /** Twenty bytes, as WeChat's are: forty digits. */
    private BigInteger serial() {
        return new BigInteger(150, random).setBit(157);
    }

    private static String hex(BigInteger serial) {
        return serial.toString(16).toUpperCase(Locale.ROOT);
    }
}
