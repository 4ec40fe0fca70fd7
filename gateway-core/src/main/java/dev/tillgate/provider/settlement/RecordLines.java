package dev.tillgate.provider.settlement;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into records: a line, or several when a quoted field has line breaks in it. A quotation mark that is never
 * closed spoils its own line and not the rest of the file, and a line without end is not kept in memory.
 */
final class RecordLines {
    static final int LONGEST = 64 * 1024;
    private static final int MOST_LINES = 50;
    /** Stands for a line that was too long to keep. */
    private static final String OVER = "\u0000too long";

    private final Reader in;
    private final boolean quoted;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final char[] buffer = new char[16 * 1024];
    private int at;
    private int filled;
    private long line;

    /** @param quoted whether a field may be quoted, and then hold line breaks */
    RecordLines(Reader in, boolean quoted) {
        this.in = in;
        this.quoted = quoted;
    }

    /** What is wrong with a record before it is even split. */
    enum Flaw {
        NONE,
        QUOTES,
        TOO_LONG
    }

    /** @param line where it begins, from 1 */
    record Line(long line, String text, Flaw flaw) {}

    /** The next record, or null at the end. */
    @Nullable
    Line next() throws IOException {
        String first = take();
        if (first == null) {
            return null;
        }
        long begin = ++line;
        if (first.equals(OVER)) {
            return new Line(begin, "", Flaw.TOO_LONG);
        }
        if (!quoted || isEven(first)) {
            return new Line(begin, first, Flaw.NONE);
        }
        return joined(begin, first);
    }

    private Line joined(long begin, String first) throws IOException {
        StringBuilder record = new StringBuilder(first);
        Deque<String> more = new ArrayDeque<>();
        while (more.size() < MOST_LINES && record.length() < LONGEST) {
            String next = take();
            if (next == null) {
                break;
            }
            more.add(next);
            if (next.equals(OVER)) {
                break;
            }
            record.append('\n').append(next);
            if (!isEven(next)) {
                line += more.size();
                return new Line(begin, record.toString(), Flaw.NONE);
            }
        }
        while (!more.isEmpty()) {
            waiting.addFirst(more.removeLast());
        }
        return new Line(begin, first, Flaw.QUOTES);
    }

    private @Nullable String take() throws IOException {
        return waiting.isEmpty() ? read() : waiting.removeFirst();
    }

    /** A line without its end, or {@link #OVER}. */
    private @Nullable String read() throws IOException {
        boolean over = false;
        StringBuilder text = new StringBuilder(256);
        boolean any = false;
        while (true) {
            if (at == filled) {
                filled = in.read(buffer);
                at = 0;
                if (filled <= 0) {
                    filled = 0;
                    return over ? OVER : any ? text.toString() : null;
                }
            }
            any = true;
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (text.length() + end - at > LONGEST) {
                over = true;
            } else {
                text.append(buffer, at, end - at);
            }
            at = end;
            if (end < filled) {
                at++;
                if (over) {
                    return OVER;
                }
                int length = text.length();
                if (length > 0 && text.charAt(length - 1) == '\r') {
                    text.setLength(length - 1);
                }
                return text.toString();
            }
        }
    }

    private static boolean isEven(String text) {
        boolean even = true;
        for (int i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) {
            even = !even;
        }
        return even;
    }
}
