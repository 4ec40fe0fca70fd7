package dev.tillgate.client;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a published key set (RFC 7517, RFC 8037) into keys: P-256 and Ed25519, others are passed over. */
final class PublishedKeys {
    private PublishedKeys() {}

    static Map<String, PublicKey> read(Map<String, Object> document) {
        Map<String, PublicKey> keys = new HashMap<>();
        for (Map<String, Object> one : Json.objects(document, "keys")) {
            try {
                PublicKey key = key(one);
                if (key != null) {
                    keys.put(Json.text(one, "kid", ""), key);
                }
            } catch (GeneralSecurityException | IllegalArgumentException unusable) {
                // A key of a kind that this Java does not know is no key of ours.
                continue;
            }
        }
        return keys;
    }

    private static @Nullable PublicKey key(Map<String, Object> jwk) throws GeneralSecurityException {
        String kind = Json.text(jwk, "kty", "") + " " + Json.text(jwk, "crv", "");
        byte[] x = Base64.getUrlDecoder().decode(Json.text(jwk, "x", ""));
        if (kind.equals("EC P-256")) {
            byte[] y = Base64.getUrlDecoder().decode(Json.text(jwk, "y", ""));
            AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
            curve.init(new ECGenParameterSpec("secp256r1"));
            ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
        }
        return kind.equals("OKP Ed25519") && x.length == 32 ? edwards(x) : null;
    }

    /** RFC 8032: the bytes are little-endian, and the highest bit is the sign of x. */
    private static PublicKey edwards(byte[] encoded) throws GeneralSecurityException {
        byte[] turned = new byte[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            turned[i] = encoded[encoded.length - 1 - i];
        }
        boolean odd = (turned[0] & 0x80) != 0;
        turned[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, turned));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
