package dev.tillgate.payment;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes and checks ids: a prefix that says of what, then 26 characters of Crockford base 32 (lower case): 48 bits of
 * UTC milliseconds, 16 bits of a fraction of one, and 64 random bits. Ids are made here, before anything is stored or
 * sent, so that a repeat is recognized; being time-ordered they keep the clustered index compact. They are names, not
 * secrets.
 */
public final class TimeOrderedId {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 26;
    private static final long NANOS_A_MILLI = 1_000_000;
    /** Seeds the fast generator apart on every node; the ids must be unique, not unguessable. */
    private static final long NODE = new SecureRandom().nextLong();

    private TimeOrderedId() {}

    /** A new id such as {@code pay_01jd8x3k2v5w7y9z0a1b2c3d4e}. */
    public static String next(String prefix) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Instant now = Instant.now();
        // Attempts that follow each other within a millisecond stand in their order too.
        long fraction = ((now.getNano() % NANOS_A_MILLI) << 16) / NANOS_A_MILLI;
        long high = (now.toEpochMilli() << 16) | fraction;
        long low = random.nextLong() ^ NODE;
        return text(prefix, high, low);
    }

    /** The least id that can have been made at this time or later: where to begin reading by time. */
    public static String leastAt(String prefix, Instant time) {
        return text(prefix, Math.max(0, time.toEpochMilli()) << 16, 0);
    }

    private static String text(String prefix, long high, long low) {
        char[] text = new char[prefix.length() + 1 + LENGTH];
        prefix.getChars(0, prefix.length(), text, 0);
        text[prefix.length()] = '_';
        int at = text.length;
        long higher = high;
        long lower = low;
        for (int i = 0; i < LENGTH; i++) {
            text[--at] = ALPHABET[(int) (lower & 31)];
            lower = (lower >>> 5) | (higher << 59);
            higher >>>= 5;
        }
        return new String(text);
    }

    /** Whether the text is an id with this prefix; the outside's ids are checked with it before any look-up. */
    public static boolean isWellFormed(String text, String prefix) {
        if (text.length() != prefix.length() + 1 + LENGTH
                || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_') {
            return false;
        }
        for (int i = prefix.length() + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = c >= 'a' && c <= 'z' && c != 'i' && c != 'l' && c != 'o' && c != 'u';
            if (!digit && !letter) {
                return false;
            }
        }
        return true;
    }

    static void requireWellFormed(String text, String prefix) {
        if (!isWellFormed(text, prefix)) {
            throw new IllegalArgumentException("not an id of the form " + prefix + "_…");
        }
    }
}
