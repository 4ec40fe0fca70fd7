package dev.tillgate.platform.signed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.provider.StrictJson;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer to {@code order.read}. What decides (order, revision, state, amounts, transaction) is exact or refused;
 * what is for show only (description, lines, language, addresses) is left out when it is no good.
 */
final class SignedOrder {
    private static final Map<String, State> STATES = Map.of(
            "unpaid", State.UNPAID,
            "on_hold", State.ON_HOLD,
            "paid", State.PAID,
            "canceled", State.CANCELED,
            "refunded", State.REFUNDED);
    private static final int MOST_LINES = 100;
    private static final int MOST_QUANTITY = 1_000_000;
    private static final int LONGEST_TRANSACTION = 200;
    private static final int LONGEST_URL = 2000;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private SignedOrder() {}

    /** What the answer turned out to be. */
    sealed interface Reading {}

    /** @param saysRefunded whether the shop keeps count of refunds at all */
    record Fine(ShopOrder order, boolean saysRefunded) implements Reading {}

    record Unreadable(String field) implements Reading {}

    /** A field that cannot be used; never leaves this class. */
    private static final class BadField extends Exception {
        BadField(String name) {
            super(name, null, false, false);
        }
    }

    static Reading read(JsonNode json, String reference) {
        try {
            return new Fine(order(json, reference), json.hasNonNull("refunded"));
        } catch (BadField bad) {
            return new Unreadable(String.valueOf(bad.getMessage()));
        }
    }

    private static ShopOrder order(JsonNode json, String reference) throws BadField {
        require(reference.equals(ShopReference.of(json)), "order");
        State state = STATES.get(text(json, "state"));
        if (state == null) {
            throw new BadField("state");
        }
        String currency = text(json, "currency");
        Money total = total(json, currency);
        Money refunded = json.hasNonNull("refunded") ? money(json, "refunded", currency) : Money.zero(total.currency());
        return new ShopOrder(
                reference,
                revision(json),
                state,
                total,
                refunded,
                transaction(json),
                json.path("offered").asBoolean(false),
                shortText(json, "description", 255, ""),
                lines(json.path("lines"), currency),
                buyer(json));
    }

    private static void require(boolean fine, String field) throws BadField {
        if (!fine) {
            throw new BadField(field);
        }
    }

    private static String text(JsonNode json, String field) throws BadField {
        String text = StrictJson.text(json, field);
        if (text == null) {
            throw new BadField(field);
        }
        return text;
    }

    private static Money total(JsonNode json, String currency) throws BadField {
        try {
            Money.currency(currency);
        } catch (InvalidMoney unknown) {
            throw new BadField("currency");
        }
        return money(json, "amount", currency);
    }

    /** Text only: a JSON number has passed through a floating-point number in most languages. */
    private static Money money(JsonNode json, String field, String currency) throws BadField {
        String text = text(json, field);
        try {
            Money money = Money.parse(text, currency);
            require(money.minorUnits() >= 0, field);
            return money;
        } catch (InvalidMoney unreadable) {
            throw new BadField(field);
        }
    }

    /** A whole number, as a number or, for languages that lose digits beyond 2^53, as text. */
    private static long revision(JsonNode json) throws BadField {
        Long number = StrictJson.integer(json, "revision");
        String text = StrictJson.text(json, "revision");
        try {
            long revision = number != null ? number : Long.parseLong(text == null ? "" : text);
            require(revision >= 0, "revision");
            return revision;
        } catch (NumberFormatException unreadable) {
            throw new BadField("revision");
        }
    }

    private static @Nullable String transaction(JsonNode json) throws BadField {
        JsonNode value = json.path("transaction_id");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        require(value.isTextual() && value.textValue().length() <= LONGEST_TRANSACTION, "transaction_id");
        return value.textValue().isEmpty() ? null : value.textValue();
    }

    /** All lines or none: half a list would be a wrong one. */
    private static List<OrderLine> lines(JsonNode given, String currency) {
        List<OrderLine> lines = new ArrayList<>();
        for (JsonNode one : given) {
            OrderLine line = line(one, currency);
            if (line == null || lines.size() == MOST_LINES) {
                return List.of();
            }
            lines.add(line);
        }
        return lines;
    }

    private static @Nullable OrderLine line(JsonNode given, String currency) {
        String name = shortText(given, "name", 200, "");
        Long quantity = StrictJson.integer(given, "quantity");
        String amount = StrictJson.text(given, "amount");
        if (name.isEmpty() || amount == null || quantity == null || quantity < 1 || quantity > MOST_QUANTITY) {
            return null;
        }
        try {
            return new OrderLine(name, quantity.intValue(), Money.parse(amount, currency));
        } catch (InvalidMoney unreadable) {
            return null;
        }
    }

    private static Buyer buyer(JsonNode json) {
        String locale = StrictJson.text(json, "locale");
        String country = StrictJson.text(json, "country");
        return new Buyer(
                url(json, "return_url"),
                url(json, "cancel_url"),
                locale != null
                                && locale.length() <= 35
                                && LANGUAGE.matcher(locale).matches()
                        ? locale
                        : null,
                country != null && COUNTRIES.contains(country) ? country : null);
    }

    private static @Nullable String url(JsonNode json, String field) {
        String text = StrictJson.text(json, field);
        if (text == null || text.length() > LONGEST_URL) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null ? text : null;
        } catch (URISyntaxException unreadable) {
            return null;
        }
    }

    private static String shortText(JsonNode json, String field, int longest, String otherwise) {
        String text = StrictJson.text(json, field);
        if (text == null) {
            return otherwise;
        }
        int end = Math.min(text.length(), longest);
        // Never half of a character.
        boolean cutsPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, cutsPair ? end - 1 : end).strip();
    }
}
