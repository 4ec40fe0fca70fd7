package dev.tillgate.provider.stripe;

import dev.tillgate.provider.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Recognizes what merchants paste into the wrong field, and keys of the wrong mode. */
final class StripeKeys {
    private static final String INVALID = "problem.setting.invalid";

    private StripeKeys() {}

    static Optional<String> secretKey(String value) {
        if (value.startsWith("pk_")) {
            return Optional.of("problem.stripe.key.publishable");
        }
        if (value.startsWith("whsec_")) {
            return Optional.of("problem.stripe.key.webhook");
        }
        if (value.startsWith("sk_org_")) {
            return Optional.of("problem.stripe.key.organization");
        }
        return value.matches("(sk|rk)_(live|test)_[A-Za-z0-9]{8,}")
                ? Optional.empty()
                : Optional.of("problem.stripe.key.unknown");
    }

    static Optional<String> webhookSecret(String value) {
        List<String> secrets = secrets(value);
        for (String secret : secrets) {
            if (secret.matches("(sk|rk|pk)_.*")) {
                return Optional.of("problem.stripe.webhook.key");
            }
            if (secret.startsWith("we_") || secret.contains("://")) {
                return Optional.of("problem.stripe.webhook.endpoint");
            }
            if (!secret.matches("whsec_[A-Za-z0-9+/=_-]{8,}")) {
                return Optional.of("problem.stripe.webhook.unknown");
            }
        }
        return secrets.size() > 2 ? Optional.of("problem.stripe.webhook.many") : Optional.empty();
    }

    /** See docs.stripe.com/get-started/account/statement-descriptors (from general knowledge of it). */
    static Optional<String> statementSuffix(String value) {
        boolean fine =
                value.length() <= 22 && value.matches("[ -~]*[A-Za-z][ -~]*") && !value.matches(".*[<>\\\\'\"*].*");
        return fine ? Optional.empty() : Optional.of("problem.stripe.suffix");
    }

    static Optional<String> practiceUrl(String value) {
        boolean fine = value.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[^\\s?#]*)?")
                && !value.matches("https?://([^/]*\\.)?stripe\\.com([:/].*)?");
        return fine ? Optional.empty() : Optional.of(INVALID);
    }

    /** What is wrong with settings that are fine one by one. */
    static Map<String, String> together(Settings settings) {
        Map<String, String> problems = new LinkedHashMap<>();
        String mode = settings.getOr(Stripe.MODE, "");
        boolean liveKey = settings.getOr(Stripe.SECRET_KEY, "").matches("(sk|rk)_live_.*");
        if (mode.equals(Stripe.LIVE) && !liveKey) {
            problems.put(Stripe.SECRET_KEY, "problem.stripe.key.test_in_live");
        } else if (mode.equals(Stripe.TEST) && liveKey) {
            problems.put(Stripe.SECRET_KEY, "problem.stripe.key.live_in_test");
        } else if (mode.equals(Stripe.PRACTICE) && liveKey) {
            problems.put(Stripe.SECRET_KEY, "problem.stripe.key.live_in_practice");
        }
        boolean practices = mode.equals(Stripe.PRACTICE);
        boolean hasUrl = !settings.getOr(Stripe.PRACTICE_URL, "").isEmpty();
        if (practices && !hasUrl) {
            problems.put(Stripe.PRACTICE_URL, "problem.stripe.practice_url.missing");
        } else if (!practices && hasUrl) {
            problems.put(Stripe.PRACTICE_URL, "problem.stripe.practice_url.unused");
        }
        return problems;
    }

    /** One secret, or two while it is rolled. */
    static List<String> secrets(String value) {
        return value.isBlank() ? List.of() : List.of(value.strip().split("[\\s,]+"));
    }
}
