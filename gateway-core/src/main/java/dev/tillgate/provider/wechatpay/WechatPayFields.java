package dev.tillgate.provider.wechatpay;

import java.util.Optional;

/** What is wrong with one setting on its own; frequent mistakes are recognized and explained. */
final class WechatPayFields {
    private WechatPayFields() {}

    static Optional<String> practiceUrl(String value) {
        return wrongUnless(value.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s?#]*)?"), "practice_url");
    }

    static Optional<String> mchid(String value) {
        if (value.startsWith("wx")) {
            return problem("swapped");
        }
        return wrongUnless(value.matches("[0-9]{8,10}"), "mchid");
    }

    static Optional<String> appid(String value) {
        if (value.matches("[0-9]{8,10}")) {
            return problem("swapped");
        }
        return wrongUnless(value.matches("wx[0-9A-Za-z]{8,30}"), "appid");
    }

    static Optional<String> merchantSerial(String value) {
        if (value.startsWith("PUB_KEY_ID_")) {
            return problem("serial_is_key_id");
        }
        return wrongUnless(value.matches("[0-9A-Fa-f]{8,40}"), "serial");
    }

    static Optional<String> publicKeyId(String value) {
        if (value.matches("[0-9A-Fa-f]{32,40}")) {
            return problem("key_id_is_serial");
        }
        return wrongUnless(value.matches("PUB_KEY_ID_[0-9A-Za-z]{1,60}"), "key_id");
    }

    static Optional<String> apiV3Key(String value) {
        return wrongUnless(value.matches("[\\x21-\\x7e]{32}"), "api_v3_key");
    }

    static Optional<String> privateKey(String value) {
        if (value.contains("BEGIN CERTIFICATE")) {
            return problem("private_key_is_certificate");
        }
        if (value.contains("BEGIN PUBLIC KEY")) {
            return problem("private_key_is_public");
        }
        if (value.contains("BEGIN RSA PRIVATE KEY") || value.contains("BEGIN ENCRYPTED")) {
            return problem("private_key_format");
        }
        return wrongUnless(Pem.privateKey(value) != null, "private_key");
    }

    static Optional<String> publicKey(String value) {
        if (value.contains("BEGIN CERTIFICATE")) {
            return problem("public_key_is_certificate");
        }
        if (value.contains("PRIVATE KEY")) {
            return problem("public_key_is_private");
        }
        return wrongUnless(Pem.publicKey(value) != null, "public_key");
    }

    static Optional<String> certificate(String value) {
        if (value.contains("PRIVATE KEY")) {
            return problem("certificate_is_key");
        }
        if (value.contains("BEGIN PUBLIC KEY")) {
            return problem("certificate_is_public_key");
        }
        return wrongUnless(Pem.certificate(value) != null, "certificate");
    }

    private static Optional<String> wrongUnless(boolean fine, String key) {
        return fine ? Optional.empty() : problem(key);
    }

    private static Optional<String> problem(String key) {
        return Optional.of("problem.wechatpay." + key);
    }
}
