package dev.tillgate.webapp.console;

import dev.tillgate.money.Money;
import dev.tillgate.webapp.page.Frame;
import dev.tillgate.webapp.page.MoneyText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every page of the console shows around its own content.
 *
 * @param operator who is logged in, or null on the pages before that
 * @param section the chosen part of the console, one of {@link #SECTIONS}
 * @param code hidden field of every form
 * @param said what has just happened, a key below {@code said.}, or null
 */
public record View(
        Frame frame,
        @Nullable Operator operator,
        String section,
        String code,
        @Nullable String said) {
    /** The parts of the console, in the order of its menu. Another part is added here and as one resource. */
    public static final List<String> SECTIONS =
            List.of("payments", "callbacks", "disputes", "settlement", "stores", "accounts");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    public String text(String key, Object... values) {
        return frame.text(key, values);
    }

    /** The text, or {@code otherwise} when no bundle knows the key: for what comes from providers. */
    public String textOr(String key, String otherwise) {
        return frame.texts().getOr(key, otherwise);
    }

    public String path(String path) {
        return frame.pages().path(path);
    }

    public String money(Money money) {
        return MoneyText.of(money, frame.texts().language());
    }

    /** UTC, to the second. */
    public String time(Instant at) {
        return TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    /** A constant's own word, translated. */
    public String word(Enum<?> constant) {
        String kind = constant.getDeclaringClass().getSimpleName().toLowerCase(Locale.ROOT);
        return frame.texts()
                .getOr("word." + kind + "." + constant.name(), constant.name().toLowerCase(Locale.ROOT));
    }

    /** How a state is colored: {@code ok}, {@code warn}, {@code bad} or nothing. */
    public String tone(Enum<?> state) {
        return switch (state.name()) {
            case "PAID", "SUCCEEDED", "AUTHORIZED", "DELIVERED", "WON", "ACTIVE", "REPAIRED" -> "ok";
            case "STARTED", "PENDING", "AWAITING_PAYER", "OPEN", "NEEDS_RESPONSE", "LATE", "ATTENTION" -> "warn";
            case "DECLINED", "FAILED", "LOST", "REFUSED", "GIVEN_UP", "DISCONNECTED" -> "bad";
            default -> "";
        };
    }

    /** How what has just happened is colored. */
    public String saidTone() {
        return said != null && frame.texts().has("said." + said + ".bad") ? "bad" : "ok";
    }

    public String saidText() {
        String key = "said." + said;
        return frame.texts().getOr(key + ".bad", frame.texts().getOr(key, ""));
    }
}
