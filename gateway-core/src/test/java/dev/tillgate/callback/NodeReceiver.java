package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A shop written in JavaScript with the libraries jose and standardwebhooks, as a judge that shares nothing with us.
 * Where Node.js or its packages cannot be had its tests are skipped, but not in continuous integration.
 */
final class NodeReceiver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target", "receiver").toAbsolutePath();

    private NodeReceiver() {}

    static synchronized NodeReceiver installed() throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "verify.js")) {
            try (InputStream resource = NodeReceiver.class.getResourceAsStream("/receiver/" + file)) {
                assertThat(resource).as(file).isNotNull();
                Files.copy(resource, FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (!Files.isDirectory(FOLDER.resolve("node_modules/jose"))
                || !Files.isDirectory(FOLDER.resolve("node_modules/standardwebhooks"))) {
            install();
        }
        return new NodeReceiver();
    }

    private static void install() throws IOException, InterruptedException {
        Path log = FOLDER.resolve("install.log");
        boolean done = false;
        try {
            Process npm = new ProcessBuilder("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            done = npm.waitFor(3, TimeUnit.MINUTES) && npm.exitValue() == 0;
            npm.destroy();
        } catch (IOException missing) {
            Files.writeString(log, String.valueOf(missing.getMessage()));
        }
        if (!done) {
            String why = "Node.js with npm, and its packages jose and standardwebhooks, are needed (see " + log + ")";
            assertThat(System.getenv("CI")).as(why).isNotEqualTo("true");
            System.out.println("SKIPPED: " + why);
            Assumptions.abort(why);
        }
    }

    /** What the libraries say: the event's id by signature, or why it is refused. */
    Map<String, String> verify(Ask ask, String jwks, String issuer, String audience, String secret)
            throws IOException, InterruptedException {
        ObjectNode callback = JSON.createObjectNode();
        ObjectNode headers = callback.putObject("headers");
        ask.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        callback.put("body", Base64.getEncoder().encodeToString(ask.body()));
        callback.set("jwks", JSON.readTree(jwks));
        callback.put("issuer", issuer).put("audience", audience).put("secret", secret);
        Process node = new ProcessBuilder("node", "verify.js")
                .directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = node.getOutputStream()) {
            in.write(JSON.writeValueAsBytes(callback));
        }
        byte[] said = node.getInputStream().readAllBytes();
        assertThat(node.waitFor()).isZero();
        return JSON.readValue(said, new TypeReference<>() {});
    }
}
