package dev.tillgate.vault;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Curve;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.security.KeyPair;

/** How a key signs. Every JWT library can verify ES256; EdDSA is for installations whose receivers all know it. */
public enum KeyAlgorithm {
    ES256("ES256", "EC", Jwts.SIG.ES256, Jwks.CRV.P256),
    EDDSA("EdDSA", "Ed25519", Jwts.SIG.EdDSA, Jwks.CRV.Ed25519);

    private final String code;
    private final String family;
    private final SignatureAlgorithm signature;
    private final Curve curve;

    KeyAlgorithm(String code, String family, SignatureAlgorithm signature, Curve curve) {
        this.code = code;
        this.family = family;
        this.signature = signature;
        this.curve = curve;
    }

    /** The {@code alg} of tokens it signs. */
    public String code() {
        return code;
    }

    /** What the JDK calls its keys. */
    String family() {
        return family;
    }

    /** What signs and verifies. */
    public SignatureAlgorithm signature() {
        return signature;
    }

    KeyPair newPair() {
        return curve.keyPair().build();
    }

    /** @throws IllegalArgumentException when there is none */
    static KeyAlgorithm of(String code) {
        for (KeyAlgorithm algorithm : values()) {
            if (algorithm.code.equals(code)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("no key algorithm " + code);
    }
}
