package dev.tillgate.chat.assistant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Understands short English and Chinese messages by rules that anybody can read: the files {@code rules_en.txt},
 * {@code rules_zh.txt} and {@code methods.txt} beside this class. The same message always means the same.
 */
public final class Understanding {
    /** Longer messages are cut: what a buyer wants is said by then, and patterns stay fast. */
    static final int LONGEST = 500;

    private static final int ENOUGH = 2;
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
    private static final Pattern ORDER = Pattern.compile(
            "(?:order|invoice|bill|订单号?|单号)\\s*(?:number|nr|no\\.?|num|id)?\\s*[#:：]?\\s*"
                    + "([A-Za-z]{0,12}[-_]?\\d[A-Za-z0-9_-]{0,39})"
                    + "|#\\s?([A-Za-z0-9][A-Za-z0-9_-]{0,39})",
            Pattern.CASE_INSENSITIVE);
    /** A number without a word beside it: at least two digits, so that "in 3 parts" names no order. */
    private static final Pattern BARE = Pattern.compile("(?<![\\w.,-])([A-Za-z]{0,3}-?\\d{2,20})(?![\\w]|[.,]\\d)");

    private final List<Rule> english = rules("rules_en.txt");
    private final List<Rule> chinese = rules("rules_zh.txt");
    private final List<MethodName> methods = methods();

    private record Rule(Intent intent, int weight, Pattern pattern) {}

    private record MethodName(String method, Pattern pattern) {}

    /** Never fails; what is not understood is {@link Intent#OTHER}. */
    public Understood of(String message) {
        String text = normalized(message);
        boolean inChinese = HAN.matcher(text).find();
        String matched = inChinese ? Simplified.of(text).replaceAll("\\s+", "") : text;
        return new Understood(
                best(inChinese ? chinese : english, matched), inChinese, order(text), method(inChinese, matched));
    }

    private static String normalized(String message) {
        String cut = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        return Normalizer.normalize(cut, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replaceAll("\\p{C}", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static Intent best(List<Rule> rules, String text) {
        Map<Intent, Integer> sums = new EnumMap<>(Intent.class);
        for (Rule rule : rules) {
            if (rule.pattern().matcher(text).find()) {
                sums.merge(rule.intent(), rule.weight(), Integer::sum);
            }
        }
        Intent best = Intent.OTHER;
        int most = ENOUGH - 1;
        for (Map.Entry<Intent, Integer> sum : sums.entrySet()) {
            if (sum.getValue() > most) {
                best = sum.getKey();
                most = sum.getValue();
            }
        }
        return best;
    }

    private static Optional<String> order(String text) {
        Matcher named = ORDER.matcher(text);
        if (named.find()) {
            return Optional.of(named.group(1) == null ? named.group(2) : named.group(1));
        }
        Matcher bare = BARE.matcher(text);
        return bare.find() ? Optional.of(bare.group(1)) : Optional.empty();
    }

    /** The last one named: "not PayPal, bank transfer please". */
    private Optional<String> method(boolean inChinese, String text) {
        String found = null;
        int at = -1;
        for (MethodName name : methods) {
            Matcher matcher = name.pattern().matcher(text);
            while (matcher.find()) {
                if (matcher.start() > at && !isRefused(text, matcher.start(), inChinese)) {
                    found = name.method();
                    at = matcher.start();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean isRefused(String text, int start, boolean inChinese) {
        String before = text.substring(Math.max(0, start - 16), start);
        return inChinese
                ? before.endsWith("不用") || before.endsWith("不要用") || before.endsWith("不想用")
                : before.matches(".*\\b(not|instead of|rather than|no)( (by|with|the|my|a))* ?");
    }

    private static List<Rule> rules(String file) {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines(file)) {
            String[] parts = line.split(" ", 3);
            rules.add(new Rule(Intent.valueOf(parts[0]), Integer.parseInt(parts[1]), Pattern.compile(parts[2])));
        }
        return List.copyOf(rules);
    }

    private static List<MethodName> methods() {
        return lines("methods.txt").stream()
                .map(line -> line.split(" ", 2))
                .map(parts -> new MethodName(parts[0], Pattern.compile(parts[1])))
                .toList();
    }

    private static List<String> lines(String file) {
        try (InputStream stream = Understanding.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("missing beside the class: " + file);
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
