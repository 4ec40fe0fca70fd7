package dev.tillgate.chat.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How well messages are understood, on labelled ones: "dev" was looked at when the rules were written, "test" was not.
 * Prints precision and recall of every intent: {@code mvn -q test -pl sql,gateway-core,platform-adapters
 * -Dtest=UnderstandingQualityTest -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class UnderstandingQualityTest {
    private final Understanding understanding = new Understanding();

    private record Labelled(Intent intent, String text) {}

    @ParameterizedTest(name = "{0} {1}: at least {2} % are understood")
    @CsvSource({"en,dev,95", "en,test,80", "zh,dev,95", "zh,test,80"})
    void messagesAreUnderstood(String language, String split, int atLeast) throws IOException {
        List<Labelled> messages = labelled(language, split);
        assertThat(messages).hasSizeGreaterThanOrEqualTo(100);

        Map<Intent, int[]> counts = new EnumMap<>(Intent.class);
        for (Intent intent : Intent.values()) {
            counts.put(intent, new int[3]); // right, found, labelled
        }
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (Labelled message : messages) {
            Intent found = understanding.of(message.text()).intent();
            counts.get(found)[1]++;
            counts.get(message.intent())[2]++;
            if (found == message.intent()) {
                counts.get(found)[0]++;
                right++;
            } else if (split.equals("dev")) {
                wrong.add(message.intent() + " taken for " + found + ": " + message.text());
            }
        }
        System.out.printf("%n%s %s: %d of %d understood%n", language, split, right, messages.size());
        System.out.printf("%-16s %9s %9s %5s%n", "intent", "precision", "recall", "n");
        counts.forEach((intent, c) ->
                System.out.printf("%-16s %8s%% %8s%% %5d%n", intent, share(c[0], c[1]), share(c[0], c[2]), c[2]));
        wrong.forEach(System.out::println);
        assertThat(right * 100 / messages.size()).isGreaterThanOrEqualTo(atLeast);
    }

    private static String share(int part, int whole) {
        return whole == 0 ? "-" : Integer.toString(part * 100 / whole);
    }

    private static List<Labelled> labelled(String language, String split) throws IOException {
        try (InputStream stream =
                UnderstandingQualityTest.class.getResourceAsStream("utterances_" + language + ".tsv")) {
            assertThat(stream).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .filter(parts -> parts[1].equals(split))
                    .map(parts -> new Labelled(Intent.valueOf(parts[0]), parts[2]))
                    .toList();
        }
    }
}
