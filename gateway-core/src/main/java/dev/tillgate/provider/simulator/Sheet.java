package dev.tillgate.provider.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the rows of a settlement file below its header: columns by name, those that nothing is said of stay empty.
 * Shares nothing with the readers of such files, so that neither hides a mistake of the other.
 *
 * @param header as the provider writes it
 * @param columns their names, in the order of the header
 * @param style how a field is written
 */
public record Sheet(String header, List<String> columns, Style style) {
    /** How fields are written. */
    public enum Style {
        /** Quoted only where it must be. */
        COMMAS,
        /** All but numbers and times are quoted. */
        QUOTED,
        /** A backtick before each. */
        BACKTICKS,
        /** A tab behind long numbers, so that Excel leaves them alone; nothing is quoted. */
        TABS
    }

    public Sheet {
        columns = List.copyOf(columns);
    }

    /** A header of plain names. */
    public static Sheet of(String header, Style style) {
        return new Sheet(header, List.of(header.split(",", -1)), style);
    }

    /** A row, without a line end. */
    public String row(Map<String, String> fields) {
        if (!Set.copyOf(columns).containsAll(fields.keySet())) {
            throw new IllegalArgumentException("no such column, of " + fields.keySet());
        }
        return columns.stream()
                .map(column -> written(fields.getOrDefault(column, "")))
                .collect(Collectors.joining(","));
    }

    /** The header and these rows, each with this line end. */
    public String text(List<String> rows, String end) {
        return Stream.concat(Stream.of(header), rows.stream())
                .map(line -> line + end)
                .collect(Collectors.joining());
    }

    private String written(String field) {
        return switch (style) {
            case COMMAS -> field.matches("(?s).*[\",\r\n].*") ? quoted(field) : field;
            case QUOTED -> field.matches("[0-9]+|[0-9]{4}/.*") ? field : quoted(field);
            case BACKTICKS -> "`" + field;
            case TABS -> field.matches("[0-9A-Za-z_]{12,}") ? field + "\t" : field;
        };
    }

    private static String quoted(String field) {
        return "\"" + field.replace("\"", "\"\"") + "\"";
    }
}
