package dev.tillgate.platform.shopify;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A Node process beside the tests, spoken with in lines of JSON: {@code court.mjs} executes documents on Shopify's
 * published schemas and lets Shopify's own library judge what is signed.
 */
public final class SchemaCourt implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    private SchemaCourt(Path folder) throws IOException {
        Path script = folder.resolve("court.mjs");
        try (InputStream source = SchemaCourt.class.getResourceAsStream("court.mjs")) {
            Files.copy(java.util.Objects.requireNonNull(source), script, StandardCopyOption.REPLACE_EXISTING);
        }
        process = new ProcessBuilder("node", script.toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it, or skips the test where that is not possible. */
    static SchemaCourt open() {
        try {
            SchemaCourt court = new SchemaCourt(NodeTools.folder());
            // The schemas are large; a shop that reads them first would seem slow.
            for (String version : new String[] {"2026-10", "2026-07"}) {
                court.execute(version, Documents.LOOK_AT_APP, JsonNodeFactory.instance.objectNode(), null);
            }
            return court;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * Executes a document of the Admin API.
     *
     * @param root what the fields of the operation are, by the names of the schema; null to look at the document only
     * @return the answer as Shopify would send it, with {@code errors} for what the schema does not allow
     */
    ObjectNode execute(String version, String document, JsonNode variables, @Nullable JsonNode root) {
        return executeOn("admin_" + version, document, variables, root);
    }

    /** The same for the Payments Apps API. */
    ObjectNode executePayments(String version, String document, JsonNode variables, @Nullable JsonNode root) {
        return executeOn("payments-apps_" + version, document, variables, root);
    }

    private ObjectNode executeOn(String schema, String document, JsonNode variables, @Nullable JsonNode root) {
        ObjectNode ask = JsonNodeFactory.instance
                .objectNode()
                .put("do", "execute")
                .put("schema", schema)
                .put("document", document);
        ask.set("variables", variables);
        ask.set("root", root);
        return ask(ask);
    }

    synchronized ObjectNode ask(ObjectNode ask) {
        try {
            in.write(ask.toString());
            in.newLine();
            in.flush();
            String line = out.readLine();
            if (line == null) {
                throw new AssertionError("the court has left");
            }
            return (ObjectNode) MAPPER.readTree(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
