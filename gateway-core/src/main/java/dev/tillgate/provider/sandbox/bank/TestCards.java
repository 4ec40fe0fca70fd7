package dev.tillgate.provider.sandbox.bank;

import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The test card numbers that the trade knows by heart (docs.stripe.com/testing, checked 2026-11), and what they do.
 * Any other number is refused unread: a real one must never be typed here.
 */
public final class TestCards {
    private static final Pattern EXPIRY = Pattern.compile("(0[1-9]|1[0-2])\\s*/?\\s*(?:20)?([0-9]{2})");
    private static final Map<String, Scenario> BY_NUMBER = byNumber();

    private TestCards() {}

    private static Map<String, Scenario> byNumber() {
        Map<String, Scenario> cards = new LinkedHashMap<>();
        cards.put("4242424242424242", Scenario.APPROVED);
        cards.put("5555555555554444", Scenario.APPROVED);
        cards.put("6200000000000005", Scenario.APPROVED);
        cards.put("378282246310005", Scenario.APPROVED);
        cards.put("4000000000003220", Scenario.CHALLENGE);
        cards.put("4000002500003155", Scenario.CHALLENGE);
        cards.put("4000002760003184", Scenario.CHALLENGE);
        cards.put("4000008400001629", Scenario.CHALLENGE_THEN_DECLINED);
        cards.put("4000008260003178", Scenario.CHALLENGE_THEN_INSUFFICIENT_FUNDS);
        cards.put("4000000000000002", Scenario.DECLINED_DECLINED_BY_ISSUER);
        cards.put("4000000000009995", Scenario.DECLINED_INSUFFICIENT_FUNDS);
        cards.put("4000000000000069", Scenario.DECLINED_EXPIRED_CARD);
        cards.put("4242424242424241", Scenario.DECLINED_INCORRECT_NUMBER);
        cards.put("4000000000000127", Scenario.DECLINED_INCORRECT_CVC);
        cards.put("4000000000000119", Scenario.DECLINED_PROCESSING_ERROR);
        cards.put("4000000000009987", Scenario.DECLINED_LOST_OR_STOLEN);
        cards.put("4000000000009979", Scenario.DECLINED_LOST_OR_STOLEN);
        cards.put("4100000000000019", Scenario.DECLINED_SUSPECTED_FRAUD);
        cards.put("4000000000006975", Scenario.DECLINED_LIMIT_EXCEEDED);
        cards.put("4000000000000077", Scenario.PENDING_THEN_APPROVED);
        return cards;
    }

    /** Number and what it does, in the order to show them. */
    public static Map<String, Scenario> all() {
        return BY_NUMBER;
    }

    static Optional<Scenario> find(String typed) {
        return Optional.ofNullable(BY_NUMBER.get(typed.replaceAll("[\\s-]", "")));
    }

    /** Whether the typed month and year, such as 12/34, are not over. */
    static boolean isFuture(String typed, InstantSource clock) {
        Matcher matcher = EXPIRY.matcher(typed.strip());
        if (!matcher.matches()) {
            return false;
        }
        YearMonth last = YearMonth.of(2000 + Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1)));
        return !last.isBefore(YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
    }

    static boolean isCvc(String typed) {
        return typed.strip().matches("[0-9]{3,4}");
    }

    static String grouped(String number) {
        return number.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
