package dev.tillgate.provider.settlement;

import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.SettlementRow.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one row, asked for by the names in the file's header; what cannot be read names its field. */
public final class Columns {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

    private final long line;
    private final Map<String, Integer> header;
    private final List<String> fields;

    Columns(long line, Map<String, Integer> header, List<String> fields) {
        this.line = line;
        this.header = header;
        this.fields = fields;
    }

    public long line() {
        return line;
    }

    /** Whether the file has such a column at all. */
    public boolean has(String name) {
        return header.containsKey(name);
    }

    /** The field, or null when it is empty or the file has no such column. */
    public @Nullable String text(String name) {
        Integer at = header.get(name);
        String text = at == null || at >= fields.size() ? "" : fields.get(at);
        return text.isEmpty() ? null : text;
    }

    /** The first of these that is not empty, or null. */
    public @Nullable String firstOf(String... names) {
        for (String name : names) {
            String text = text(name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    public String required(String... names) throws BadRow {
        String text = firstOf(names);
        if (text == null) {
            throw new BadRow(Problem.MISSING, names[0]);
        }
        return text;
    }

    /** A currency's code, in upper case. */
    public String currency(String name) throws BadRow {
        String code = required(name).toUpperCase(Locale.ROOT);
        try {
            return Money.currency(code).getCurrencyCode();
        } catch (InvalidMoney unknown) {
            throw new BadRow(Problem.CURRENCY, name);
        }
    }

    /** A decimal amount; zeros beyond the currency's decimals say nothing and are passed over. */
    public Money amount(String name, String currency) throws BadRow {
        return decimal(required(name), currency, name);
    }

    /** The amount, or zero when the field is empty. */
    public Money amountOrZero(String name, String currency) throws BadRow {
        String text = text(name);
        return text == null ? Money.ofMinor(0, currency) : decimal(text, currency, name);
    }

    /** Reads a decimal amount that did not come as a field of its own. */
    public static Money decimal(String text, String currency, String field) throws BadRow {
        String plain = text.startsWith("+") ? text.substring(1) : text;
        int point = plain.indexOf('.');
        if (point > 0) {
            int decimals = Money.currency(currency).getDefaultFractionDigits();
            int least = decimals == 0 ? point : point + 1 + decimals;
            int end = plain.length();
            while (end > least && (plain.charAt(end - 1) == '0' || end == point + 1)) {
                end--;
            }
            plain = plain.substring(0, end);
        }
        try {
            return Money.parse(plain, currency);
        } catch (InvalidMoney unreadable) {
            throw new BadRow(Problem.AMOUNT, field);
        }
    }

    /** An amount in whole minor units, without a sign. */
    public Money minorUnits(String name, String currency) throws BadRow {
        String text = text(name);
        if (text == null) {
            return Money.ofMinor(0, currency);
        }
        boolean digits = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new BadRow(Problem.AMOUNT, name);
        }
        return Money.ofMinor(Long.parseLong(text), currency);
    }

    /** A time without an offset, as the clocks of a zone show it. */
    public Instant time(DateTimeFormatter format, ZoneId zone, String... names) throws BadRow {
        String text = required(names);
        try {
            return plausible(LocalDateTime.parse(text, format).atZone(zone).toInstant(), names[0]);
        } catch (DateTimeException unreadable) {
            throw new BadRow(Problem.TIME, names[0]);
        }
    }

    /** A time with its offset. */
    public Instant timeWithOffset(DateTimeFormatter format, String... names) throws BadRow {
        String text = required(names);
        try {
            return plausible(OffsetDateTime.parse(text, format).toInstant(), names[0]);
        } catch (DateTimeException unreadable) {
            throw new BadRow(Problem.TIME, names[0]);
        }
    }

    private static Instant plausible(Instant time, String name) throws BadRow {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new BadRow(Problem.TIME, name);
        }
        return time;
    }

    /**
     * Our own id, wherever the row carries it: each provider has its own columns for references and metadata, and our ids
     * cannot be mistaken for anything else. An operation's id says more than its attempt's.
     */
    public @Nullable String ourReference() {
        String attempt = null;
        for (String field : fields) {
            if (TimeOrderedId.isWellFormed(field, OperationId.PREFIX)) {
                return field;
            }
            if (TimeOrderedId.isWellFormed(field, AttemptId.PREFIX)) {
                attempt = field;
            }
        }
        return attempt;
    }

    /** Those of these fields that are not empty. */
    public List<String> present(String... names) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            String text = text(name);
            if (text != null && !found.contains(text)) {
                found.add(text);
            }
        }
        return found;
    }
}
