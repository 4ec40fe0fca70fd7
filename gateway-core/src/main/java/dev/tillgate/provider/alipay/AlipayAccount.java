package dev.tillgate.provider.alipay;

import dev.tillgate.provider.Settings;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One merchant's app at Alipay, made from its settings.
 *
 * @param gateway the address of {@code gateway.do}
 * @param sellerId the merchant's own Alipay id, or null when it was not given
 * @param alipayKey what Alipay signs with
 * @param serials the certificates' serial numbers, or null in public key mode
 * @param trust what a new certificate of Alipay is checked against, or null in public key mode
 * @param cipher the content encryption, or null when it is not used
 */
record AlipayAccount(
        String gateway,
        String appId,
        @Nullable String sellerId,
        PrivateKey privateKey,
        PublicKey alipayKey,
        @Nullable Serials serials,
        @Nullable Trust trust,
        @Nullable AlipayCipher cipher) {
    /** Serial numbers that both sides name, so that each knows which certificate the other uses. */
    record Serials(String app, String alipay, String root) {}

    /** Whom to trust beside the one certificate of Alipay that the merchant pasted. */
    record Trust(X509Certificate alipay, List<X509Certificate> roots) {}

    /** @throws IllegalStateException when the settings were not checked */
    static AlipayAccount of(Settings settings) {
        PrivateKey own = AlipayKeys.privateKey(settings.get(Alipay.PRIVATE_KEY));
        boolean certificates =
                settings.getOr(Alipay.KEY_MODE, Alipay.PUBLIC_KEY).equals(Alipay.CERTIFICATE);
        PublicKey alipay = certificates
                ? AlipayKeys.publicKey(certificate(settings, Alipay.ALIPAY_CERTIFICATE))
                : AlipayKeys.publicKey(settings.get(Alipay.ALIPAY_PUBLIC_KEY));
        if (own == null || alipay == null) {
            throw new IllegalStateException("a key of the Alipay account cannot be read");
        }
        String seller = settings.getOr(Alipay.SELLER_ID, "").strip();
        String contentKey = settings.getOr(Alipay.CONTENT_KEY, "");
        return new AlipayAccount(
                gateway(settings),
                settings.get(Alipay.APP_ID).strip(),
                seller.isEmpty() ? null : seller,
                own,
                alipay,
                certificates ? serials(settings) : null,
                certificates ? trust(settings) : null,
                contentKey.isBlank() ? null : AlipayCipher.of(contentKey));
    }

    private static String gateway(Settings settings) {
        return switch (settings.get(Alipay.MODE)) {
            case Alipay.LIVE -> Alipay.LIVE_GATEWAY;
            case Alipay.TEST -> Alipay.TEST_GATEWAY;
            case Alipay.PRACTICE -> settings.get(Alipay.PRACTICE_URL).replaceAll("/+$", "") + "/gateway.do";
            default -> throw new IllegalStateException("unknown mode of the Alipay account");
        };
    }

    private static Serials serials(Settings settings) {
        List<X509Certificate> roots = AlipayKeys.certificates(settings.get(Alipay.ALIPAY_ROOT_CERTIFICATE));
        return new Serials(
                AlipaySerial.of(certificate(settings, Alipay.APP_CERTIFICATE)),
                AlipaySerial.of(certificate(settings, Alipay.ALIPAY_CERTIFICATE)),
                AlipaySerial.ofRoots(roots));
    }

    private static Trust trust(Settings settings) {
        return new Trust(
                certificate(settings, Alipay.ALIPAY_CERTIFICATE),
                AlipayKeys.certificates(settings.get(Alipay.ALIPAY_ROOT_CERTIFICATE)));
    }

    /** The same account, after Alipay took a new certificate; null when it is not to be trusted. */
    @Nullable
    AlipayAccount renewed(List<X509Certificate> chain, String serial, Instant now) {
        if (serials == null || trust == null || chain.isEmpty()) {
            return null;
        }
        X509Certificate leaf = chain.get(0);
        RSAPublicKey key = AlipayKeys.publicKey(leaf);
        // Other merchants' certificates have the same roots, so it must have Alipay's name, too.
        boolean alipays = leaf.getSubjectX500Principal().equals(trust.alipay().getSubjectX500Principal())
                && AlipaySerial.of(leaf).equals(serial)
                && AlipayChain.leadsTo(chain, trust.roots(), now);
        return key == null || !alipays
                ? null
                : new AlipayAccount(
                        gateway,
                        appId,
                        sellerId,
                        privateKey,
                        key,
                        new Serials(serials.app(), serial, serials.root()),
                        trust,
                        cipher);
    }

    private static X509Certificate certificate(Settings settings, String field) {
        List<X509Certificate> found = AlipayKeys.certificates(settings.get(field));
        if (found.isEmpty()) {
            throw new IllegalStateException("a certificate of the Alipay account cannot be read");
        }
        return found.get(0);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "AlipayAccount[" + appId + "]";
    }
}
