package dev.tillgate.vault;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import java.security.PrivateKey;

/** The key that signs now. */
public final class SigningKey {
    private final String id;
    private final KeyAlgorithm algorithm;
    private final PrivateKey secret;

    SigningKey(String id, KeyAlgorithm algorithm, PrivateKey secret) {
        this.id = id;
        this.algorithm = algorithm;
        this.secret = secret;
    }

    public String id() {
        return id;
    }

    /** A token that this key will sign, with {@code kid} and {@code typ} set. */
    public JwtBuilder token(String type) {
        return Jwts.builder().header().keyId(id).type(type).and().signWith(secret, algorithm.signature());
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
