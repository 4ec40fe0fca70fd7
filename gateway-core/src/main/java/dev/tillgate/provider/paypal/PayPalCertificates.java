package dev.tillgate.provider.paypal;

import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that notifications are signed with. Their address comes with the notification, so only PayPal's own
 * are fetched; what comes back has to lead to a root that the JDK trusts and to be PayPal's by name. In practice the
 * root is the simulator's, believed only when it is authenticated with the account's own secret.
 */
final class PayPalCertificates {
    /** PayPal's name on them; its former library wants one that begins and ends like this (checked 2026-11-25). */
    private static final String LIVE_NAME = "messageverificationcerts.paypal.com";

    /** The name in the sandbox and in practice. */
    static final String TEST_NAME = "messageverificationcerts.sandbox.paypal.com";

    private static final String PATH = "/v1/notifications/certs/";
    private static final int MOST_KEPT = 8;
    private static final Duration UNUSABLE_KEPT = Duration.ofHours(1);

    private final PayPalWire wire;
    private final String home;
    private final String name;
    private final @Nullable Practice practice;
    private volatile Map<String, Kept> kept = Map.of();

    PayPalCertificates(Settings settings, PayPalWire wire) {
        this.wire = wire;
        String mode = settings.get(PayPal.MODE);
        this.practice = PayPal.isPractice(settings)
                ? new Practice(PayPal.api(settings), settings.get(PayPal.CLIENT_ID), settings.get(PayPal.CLIENT_SECRET))
                : null;
        this.home = practice != null
                ? practice.url()
                : mode.equals(PayPal.LIVE) ? "https://api.paypal.com" : "https://api.sandbox.paypal.com";
        this.name = mode.equals(PayPal.LIVE) ? LIVE_NAME : TEST_NAME;
    }

    private record Practice(String url, String clientId, String clientSecret) {
        @Override
        public String toString() {
            return "Practice[" + url + "]";
        }
    }

    /** What is known of a certificate. */
    sealed interface Found {
        /** It is PayPal's. */
        record Trusted(X509Certificate certificate) implements Found {}

        /** It could not be fetched now. */
        record Unreachable(String why) implements Found {}

        /** There is one, and it is not one that we can believe. */
        record Unusable(String why) implements Found {}
    }

    /** Whether the address is one of PayPal's, for this mode; compared as text, so that no two readings differ. */
    boolean allows(String url) {
        String start = home + PATH;
        return url.startsWith(start) && url.substring(start.length()).matches("[A-Za-z0-9_-]{1,200}");
    }

    /** What was found, and how long that holds. */
    private record Kept(Found found, Instant until) {}

    /**
     * The certificate at an allowed address, fetched once. PayPal's former library shipped the issuer and expected the
     * certificate alone at the address; where that is so no chain leads to a public root, and the certificate is unusable.
     */
    Found find(String url, Instant now) {
        Kept known = kept.get(url);
        if (known != null && now.isBefore(known.until())) {
            return known.found();
        }
        Found found = fetched(url, now);
        if (found instanceof Found.Trusted trusted) {
            keep(url, new Kept(found, trusted.certificate().getNotAfter().toInstant()));
        } else if (found instanceof Found.Unusable) {
            keep(url, new Kept(found, now.plus(UNUSABLE_KEPT)));
        }
        return found;
    }

    private Found fetched(String url, Instant now) {
        List<X509Certificate> chain;
        Set<TrustAnchor> roots;
        try {
            Answer answer = wire.fetch(url);
            if (answer.status() != 200) {
                return new Found.Unreachable("certificate: answer " + answer.status());
            }
            chain = certificates(answer.body());
            roots = practice == null ? publicRoots() : practiceRoot(practice);
        } catch (IOException lost) {
            return new Found.Unreachable("the certificate cannot be fetched");
        } catch (GeneralSecurityException garbled) {
            return new Found.Unusable("not a certificate");
        }
        X509Certificate leaf = leaf(chain);
        if (leaf == null || !leadsToRoot(leaf, chain, roots, now)) {
            return new Found.Unusable("the certificate leads to no root that is trusted");
        }
        return isNamed(leaf, name)
                ? new Found.Trusted(leaf)
                : new Found.Unusable("the certificate is not PayPal's by name");
    }

    private void keep(String url, Kept what) {
        Map<String, Kept> more = kept.size() >= MOST_KEPT ? new HashMap<>() : new HashMap<>(kept);
        more.put(url, what);
        kept = Map.copyOf(more);
    }

    private static List<X509Certificate> certificates(byte[] pem) throws GeneralSecurityException {
        Collection<? extends Certificate> read =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : read) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        return chain;
    }

    private static @Nullable X509Certificate leaf(List<X509Certificate> chain) {
        return chain.stream()
                .filter(certificate -> certificate.getBasicConstraints() < 0)
                .findFirst()
                .orElse(null);
    }

    private static boolean leadsToRoot(
            X509Certificate leaf, List<X509Certificate> chain, Set<TrustAnchor> roots, Instant now) {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            // Revocation lists are at other hosts, and this class fetches from PayPal's only.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException untrusted) {
            return false;
        }
    }

    private static boolean isNamed(X509Certificate certificate, String name) {
        try {
            String subject = certificate.getSubjectX500Principal().getName();
            return new LdapName(subject)
                    .getRdns().stream()
                            .anyMatch(rdn -> rdn.getType().equalsIgnoreCase("CN") && name.equals(rdn.getValue()));
        } catch (InvalidNameException garbled) {
            return false;
        }
    }

    private static Set<TrustAnchor> publicRoots() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return Stream.of(x509.getAcceptedIssuers())
                        .map(root -> new TrustAnchor(root, null))
                        .collect(Collectors.toSet());
            }
        }
        throw new GeneralSecurityException("this JDK trusts nobody");
    }

    private Set<TrustAnchor> practiceRoot(Practice where) throws IOException, GeneralSecurityException {
        Answer answer = wire.fetch(where.url() + PracticeMark.ROOT_PATH + "?client_id=" + where.clientId());
        String given = answer.header(PracticeMark.ROOT_HEADER);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(where.clientSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of().formatHex(mac.doFinal(answer.body()));
        boolean genuine = given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
        if (answer.status() != 200 || !genuine) {
            throw new IOException("the simulator's root is not authenticated");
        }
        return certificates(answer.body()).stream()
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toSet());
    }
}
