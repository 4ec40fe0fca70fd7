package dev.tillgate.provider.alipay;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a certificate was issued, step by step, by one of the roots that the merchant pasted. */
final class AlipayChain {
    private static final int LONGEST = 5;

    private AlipayChain() {}

    /** @param chain the certificate in question first, then, in any order, those between it and a root */
    static boolean leadsTo(List<X509Certificate> chain, List<X509Certificate> roots, Instant now) {
        List<X509Certificate> issuers = new ArrayList<>(roots);
        issuers.addAll(chain.subList(1, chain.size()));
        X509Certificate current = chain.get(0);
        for (int step = 0; step < LONGEST; step++) {
            X509Certificate issuer = isValid(current, now) ? issuer(current, issuers) : null;
            if (issuer == null) {
                return false;
            }
            if (roots.contains(issuer)) {
                return isValid(issuer, now);
            }
            current = issuer;
        }
        return false;
    }

    private static @Nullable X509Certificate issuer(X509Certificate issued, List<X509Certificate> issuers) {
        for (X509Certificate issuer : issuers) {
            boolean named = issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal());
            if (named && isSignedBy(issued, issuer)) {
                return issuer;
            }
        }
        return null;
    }

    private static boolean isSignedBy(X509Certificate issued, X509Certificate issuer) {
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException foreign) {
            return false;
        }
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        Date date = Date.from(now);
        return !date.before(certificate.getNotBefore()) && !date.after(certificate.getNotAfter());
    }
}
