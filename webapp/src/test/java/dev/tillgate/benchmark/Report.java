package dev.tillgate.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came out, as a table for people and as JSON for programs. Prints each line when it is known. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Line> lines = new ArrayList<>();
    private final Map<String, String> machine;

    Report(Map<String, String> machine) {
        this.machine = machine;
        machine.forEach((name, value) -> System.out.println(name + ": " + value));
        System.out.println();
    }

    /**
     * @param what was measured
     * @param value the figure that is compared with the target
     * @param target in words, or empty
     * @param met whether it was reached, or null when there is none
     * @param more in words what else is worth knowing
     */
    private record Line(
            String what,
            String value,
            String target,
            @Nullable Boolean met,
            String more) {}

    /** A figure without a target. */
    void note(String what, String value, String more) {
        add(new Line(what, value, "", null, more));
    }

    void atLeast(String what, double value, double target, String unit, String more) {
        add(new Line(what, number(value) + unit, "≥ " + number(target) + unit, value >= target, more));
    }

    void atMost(String what, double value, double target, String unit, String more) {
        add(new Line(what, number(value) + unit, "≤ " + number(target) + unit, value <= target, more));
    }

    /** Writes {@code report.md} and {@code report.json}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.md"), markdown());
        ObjectNode root = JSON.createObjectNode();
        ObjectNode about = root.putObject("machine");
        machine.forEach(about::put);
        ArrayNode results = root.putArray("results");
        for (Line line : lines) {
            ObjectNode result = results.addObject();
            result.put("what", line.what).put("value", line.value).put("target", line.target);
            result.put("met", line.met).put("more", line.more);
        }
        Files.writeString(
                folder.resolve("report.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }

    static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }

    private void add(Line line) {
        lines.add(line);
        String met =
                line.met == null ? "" : line.met ? "  (" + line.target + ", met)" : "  (" + line.target + ", NOT MET)";
        System.out.println(line.what + ": " + line.value + met + (line.more.isEmpty() ? "" : "  " + line.more));
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# Benchmark\n\n");
        machine.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        text.append("\n| what | figure | target | met | more |\n|---|---|---|---|---|\n");
        for (Line line : lines) {
            String met = line.met == null ? "" : line.met ? "yes" : "**no**";
            text.append("| ").append(line.what).append(" | ").append(line.value).append(" | ");
            text.append(line.target)
                    .append(" | ")
                    .append(met)
                    .append(" | ")
                    .append(line.more)
                    .append(" |\n");
        }
        return text.toString();
    }
}
