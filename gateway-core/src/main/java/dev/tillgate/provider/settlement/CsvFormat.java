package dev.tillgate.provider.settlement;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.SettlementRow.Problem;
import dev.tillgate.provider.settlement.RecordLines.Flaw;
import dev.tillgate.provider.settlement.RecordLines.Line;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A settlement file of comma-separated rows below a header, described by data: which columns the header must have, how a
 * row is split, which rows are none, and how one is translated. Columns are found by name, never by number; what stands
 * before the header (comments, file headers) is passed over.
 */
public final class CsvFormat implements SettlementFormat {
    private static final int HEAD = 32 * 1024;
    /** How far down a header may stand. */
    private static final int MOST_BEFORE_HEADER = 60;

    private final Shape shape;
    /** A column's name that is written in one way only: a row without it is no header. */
    private final String mark;

    /**
     * What is particular to one format.
     *
     * @param columns the header is the first row that has all of these
     * @param quoting how a row is split
     * @param otherwise the encoding of files that are not UTF-8
     * @param noRow whether a row below the header is none (a comment, a sum), by its first field
     * @param end whether the list is over with this row, by its first field
     * @param reservations see {@link SettlementFormat#tellsReservations}
     */
    public record Shape(
            String id,
            String provider,
            Set<String> columns,
            Quoting quoting,
            Charset otherwise,
            Predicate<String> noRow,
            Predicate<String> end,
            Translator translator,
            boolean reservations) {
        /** One that tells of what was captured. */
        public Shape(
                String id,
                String provider,
                Set<String> columns,
                Quoting quoting,
                Charset otherwise,
                Predicate<String> noRow,
                Predicate<String> end,
                Translator translator) {
            this(id, provider, columns, quoting, otherwise, noRow, end, translator, false);
        }
    }

    /** How fields are told apart. */
    public enum Quoting {
        /** RFC 4180. */
        QUOTES,
        /** Nothing but commas. */
        NONE,
        /** Each field of a row begins with a backtick, the header's do not. */
        BACKTICKS
    }

    /** Says what a row means; null for one that moved nothing. */
    @FunctionalInterface
    public interface Translator {
        @Nullable
        SettlementRow translate(Columns row) throws BadRow;
    }

    private final boolean namesRefunds;

    public CsvFormat(Shape shape) {
        this(shape, false);
    }

    private CsvFormat(Shape shape, boolean namesRefunds) {
        this.namesRefunds = namesRefunds;
        this.shape = shape;
        this.mark = shape.columns().stream()
                .filter(name -> name.indexOf('(') < 0 && name.indexOf(' ') < 0)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /** The same, whose refunds begin with the provider's own id of each. */
    public CsvFormat namingRefunds() {
        return new CsvFormat(shape, true);
    }

    @Override
    public boolean namesRefunds() {
        return namesRefunds;
    }

    @Override
    public String id() {
        return shape.id();
    }

    @Override
    public boolean tellsReservations() {
        return shape.reservations();
    }

    @Override
    public String provider() {
        return shape.provider();
    }

    @Override
    public boolean recognizes(InputStream file) throws IOException {
        boolean[] found = {false};
        Unpacked.visit(file, member -> {
            found[0] = isOurs(member);
            return !found[0];
        });
        return found[0];
    }

    @Override
    public void read(InputStream file, Sink sink) throws IOException {
        long[] lines = {0};
        Unpacked.visit(file, member -> {
            member.mark(HEAD + 1);
            boolean ours = isOurs(member);
            member.reset();
            return !ours || rows(member, lines, sink);
        });
    }

    private boolean isOurs(InputStream member) throws IOException {
        byte[] head = member.readNBytes(HEAD);
        RecordLines lines = new RecordLines(
                new InputStreamReader(new ByteArrayInputStream(head), encoding(head)),
                shape.quoting() == Quoting.QUOTES);
        Line line = lines.next();
        for (int i = 0; line != null && i < MOST_BEFORE_HEADER; i++) {
            if (header(line) != null) {
                return true;
            }
            line = lines.next();
        }
        return false;
    }

    /** Answers whether to go on. Lines of several members of one archive are counted through. */
    private boolean rows(InputStream member, long[] before, Sink sink) throws IOException {
        BufferedInputStream in = new BufferedInputStream(member, HEAD * 2);
        in.mark(HEAD + 1);
        Charset encoding = encoding(in.readNBytes(HEAD));
        in.reset();
        RecordLines lines = new RecordLines(new InputStreamReader(in, encoding), shape.quoting() == Quoting.QUOTES);
        Map<String, Integer> header = null;
        long first = before[0];
        for (Line line = lines.next(); line != null; line = lines.next()) {
            before[0] = first + line.line();
            if (line.flaw() == Flaw.NONE && line.text().isBlank()) {
                continue;
            }
            Map<String, Integer> another = header(line);
            if (another != null) {
                header = another;
            } else if (header != null) {
                if (shape.end().test(begin(line))) {
                    return true;
                }
                if (!shape.noRow().test(begin(line)) && !row(line, before[0], header, sink)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean row(Line line, long number, Map<String, Integer> header, Sink sink) {
        try {
            if (line.flaw() != Flaw.NONE) {
                throw new BadRow(line.flaw() == Flaw.QUOTES ? Problem.QUOTES : Problem.TOO_LONG, "");
            }
            List<String> fields = split(line.text());
            if (fields.size() != header.size()) {
                throw new BadRow(Problem.FIELDS, "");
            }
            SettlementRow row = shape.translator().translate(new Columns(number, header, fields));
            return row == null || sink.row(row);
        } catch (BadRow bad) {
            return sink.bad(new Bad(number, bad.problem(), bad.field()));
        }
    }

    /** The columns' places, or null when this is no header of ours. */
    private @Nullable Map<String, Integer> header(Line line) {
        if (line.flaw() != Flaw.NONE || !line.text().contains(mark)) {
            return null;
        }
        try {
            Map<String, Integer> places = new HashMap<>();
            List<String> names = split(line.text());
            for (int i = 0; i < names.size(); i++) {
                String name = plain(names.get(i));
                // An unnamed or repeated column still has its place, so that rows can be counted against the header.
                places.put(name.isEmpty() || places.containsKey(name) ? "#" + i : name, i);
            }
            return places.keySet().containsAll(shape.columns()) ? places : null;
        } catch (BadRow noHeader) {
            return null;
        }
    }

    /** Names are compared without byte order mark, doubled spaces and full-width brackets. */
    private static String plain(String name) {
        return name.replace("\ufeff", "")
                .replace('（', '(')
                .replace('）', ')')
                .replaceAll("\\s+", " ")
                .strip();
    }

    private List<String> split(String text) throws BadRow {
        if (shape.quoting() == Quoting.QUOTES) {
            try {
                List<String> fields =
                        CsvReader.builder().ofSingleCsvRecord(text).getFields();
                return fields.stream().map(String::strip).toList();
            } catch (CsvParseException odd) {
                throw new BadRow(Problem.QUOTES, "");
            }
        }
        boolean backticks = shape.quoting() == Quoting.BACKTICKS && text.startsWith("`");
        String separator = backticks ? ",`" : ",";
        List<String> fields = new ArrayList<>();
        int from = backticks ? 1 : 0;
        for (int at = text.indexOf(separator, from); at >= 0; at = text.indexOf(separator, from)) {
            fields.add(text.substring(from, at).strip());
            from = at + separator.length();
        }
        fields.add(text.substring(from).strip());
        return fields;
    }

    private static String begin(Line line) {
        int comma = line.text().indexOf(',');
        String begin = comma < 0 ? line.text() : line.text().substring(0, comma);
        return begin.replace("\"", "").replace("\ufeff", "").strip();
    }

    /** UTF-8 unless the beginning is not, or the provider's usual encoding. */
    private Charset encoding(byte[] head) {
        // The last character may be cut in two.
        int length = head.length < HEAD ? head.length : head.length - 3;
        while (length > 0 && length < head.length && (head[length] & 0xc0) == 0x80) {
            length--;
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(head, 0, length));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException other) {
            return shape.otherwise();
        }
    }
}
