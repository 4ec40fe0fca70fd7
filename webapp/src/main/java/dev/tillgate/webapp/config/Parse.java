package dev.tillgate.webapp.config;

import dev.tillgate.sql.Database;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** From the text of a setting to its value. Reasons never repeat the text: it may be a secret. */
final class Parse {

    private static final int LEAST_SECRET = 32;
    private static final int KEY_BYTES = 32;
    private static final int SHORTEST_TOKEN = 16;

    private Parse() {}

    static Key.Parser<Integer> number(int least, int most) {
        return text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new BadValue("is not a whole number");
            }
            throw new BadValue("must be from " + least + " to " + most);
        };
    }

    static <E extends Enum<E>> Key.Parser<E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadValue("is none of the possible words"));
    }

    static boolean yesNo(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValue("must be true or false");
        };
    }

    static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    static URI webAddress(String text) {
        URI address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!web || address.getHost() == null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new BadValue("must look like https://pay.example.com");
        }
        return address;
    }

    static String databaseUrl(String text) {
        try {
            return new Database(text, "", "").url();
        } catch (IllegalArgumentException e) {
            throw new BadValue("must look like jdbc:mysql://host:3306/tillgate");
        }
    }

    static String token(String text) {
        if (text.length() < SHORTEST_TOKEN || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadValue("must be " + SHORTEST_TOKEN + " or more visible ASCII characters");
        }
        return text;
    }

    static String secret(String text) {
        if (text.length() < LEAST_SECRET || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new BadValue("must be " + LEAST_SECRET + " or more visible ASCII characters");
        }
        return text;
    }

    static Key.Parser<String> word(String... words) {
        return text -> {
            if (!List.of(words).contains(text)) {
                throw new BadValue("is none of the possible words");
            }
            return text;
        };
    }

    static byte[] key(String text) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue("is not base64");
        }
        if (key.length != KEY_BYTES) {
            throw new BadValue("must be 32 bytes in base64; \"openssl rand -base64 32\" makes a good one");
        }
        return key;
    }
}
