package dev.tillgate.chat.signed;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Others' libraries for WhatsApp, Messenger and Chatwoot, unmodified, in a Node process beside the tests: {@code court.mjs}.
 * They are fetched once from the npm registry and kept below {@code target}. Where there is no Node or no registry a test is
 * skipped, except in continuous integration ({@code CI=true}), where it fails.
 */
public final class Court implements AutoCloseable {
    private static final Path HOME = Path.of("target", "npm-chat").toAbsolutePath();
    private static final List<String> LIBRARIES = List.of(
            "whatsapp-api-js@6.3.0",
            "@kapso/whatsapp-cloud-api@0.3.0",
            "@warriorteam/messenger-sdk@1.5.8",
            "messaging-api-messenger@1.1.0",
            "@figuro/chatwoot-sdk@1.1.17");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long PATIENCE_MINUTES = 5;

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private Court() throws IOException {
        Path script = HOME.resolve("court.mjs");
        try (InputStream source = Objects.requireNonNull(Court.class.getResourceAsStream("court.mjs"))) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        process = new ProcessBuilder("node", script.toString())
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it, or skips the test where that is not possible. */
    public static Court open() {
        try {
            Files.createDirectories(HOME);
            try (FileChannel channel = FileChannel.open(
                            HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                boolean there = lock.isValid() && installed();
                if (!there && "true".equals(System.getenv("CI"))) {
                    throw new AssertionError("these tests need Node and packages of the npm registry");
                }
                assumeTrue(there, "skipped: these tests need Node and packages of the npm registry");
            }
            return new Court();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static boolean installed() throws IOException {
        Path done = HOME.resolve("libraries");
        String wanted = String.join("\n", LIBRARIES);
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return true;
        }
        Files.writeString(HOME.resolve("package.json"), "{\"private\":true}");
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"));
        command.addAll(LIBRARIES);
        boolean works = works(command);
        if (works) {
            Files.writeString(done, wanted);
        }
        return works;
    }

    private static boolean works(List<String> command) {
        try {
            Process program = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (program.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                return program.exitValue() == 0;
            }
            program.destroyForcibly();
            return false;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
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
