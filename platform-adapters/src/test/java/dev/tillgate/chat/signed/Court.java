package dev.tillgate.chat.signed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.node.NodePackages;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** Others' libraries for WhatsApp, Messenger and Chatwoot, unmodified, in a Node process beside the tests: {@code court.mjs}. */
public final class Court implements AutoCloseable {
    private static final List<String> LIBRARIES = List.of(
            "whatsapp-api-js@6.3.0",
            "@kapso/whatsapp-cloud-api@0.3.0",
            "@warriorteam/messenger-sdk@1.5.8",
            "messaging-api-messenger@1.1.0",
            "@figuro/chatwoot-sdk@1.1.17");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private Court(Path home) throws IOException {
        Path script = home.resolve("court.mjs");
        try (InputStream source = Objects.requireNonNull(Court.class.getResourceAsStream("court.mjs"))) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        process = new ProcessBuilder("node", script.toString())
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it, or skips the test where that is not possible. */
    public static Court open() {
        Path home = NodePackages.in("npm-chat", LIBRARIES);
        try {
            return new Court(home);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A question for one of the judges. */
    public static ObjectNode question(String judge) {
        return JsonNodeFactory.instance.objectNode().put("judge", judge);
    }

    /** A judge's answer. */
    public synchronized JsonNode ask(ObjectNode question) {
        try {
            in.write(question.toString());
            in.newLine();
            in.flush();
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("the court has left");
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("broken")) {
                throw new AssertionError(answer.path("broken").asText());
            }
            return answer;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
