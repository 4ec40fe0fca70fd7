package dev.tillgate.platform.shopify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Shopify's own schema and library, fetched once from the npm registry and kept below {@code target}. Where there is no
 * Node or no registry a test is skipped, except in continuous integration ({@code CI=true}), where it fails.
 */
final class NodeTools {
    private static final Path HOME = Path.of("target", "npm").toAbsolutePath();
    private static final String SCHEMAS = "@shopify/dev-mcp@1.16.0";
    private static final List<String> LIBRARIES = List.of(
            "graphql@16.11.0",
            "@shopify/shopify-api@15.0.0",
            "@shopify/ui-extensions@2026.7.4",
            "typescript@5.9.3",
            "preact@10.29.8",
            "@preact/signals@2.11.4");
    private static final long PATIENCE_MINUTES = 5;

    private NodeTools() {}

    /** The folder with {@code node_modules} and {@code schema}. */
    static Path folder() {
        demand(works(List.of("node", "--version")) && works(List.of("npm", "--version")), "node and npm");
        try {
            Files.createDirectories(HOME);
            try (FileChannel channel = FileChannel.open(
                            HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                demand(lock.isValid() && libraries() && schemas(), "packages of the npm registry");
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return HOME;
    }

    private static void demand(boolean there, String what) {
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("these tests need " + what);
        }
        assumeTrue(there, "skipped: these tests need " + what);
    }

    private static boolean libraries() throws IOException {
        Path done = HOME.resolve("libraries");
        String wanted = String.join("\n", LIBRARIES);
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return true;
        }
        Files.writeString(HOME.resolve("package.json"), "{\"private\":true}");
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"));
        command.addAll(LIBRARIES);
        boolean installed = works(command);
        if (installed) {
            Files.writeString(done, wanted);
        }
        return installed;
    }

    private static boolean schemas() throws IOException {
        Path folder = HOME.resolve("schema");
        if (Files.exists(folder.resolve("done"))) {
            return true;
        }
        Files.createDirectories(folder);
        boolean packed = works(List.of("npm", "pack", "--silent", SCHEMAS))
                && works(List.of(
                        "tar",
                        "xzf",
                        "shopify-dev-mcp-1.16.0.tgz",
                        "-C",
                        "schema",
                        "--strip-components=3",
                        "package/dist/data/admin_2026-07.json.gz",
                        "package/dist/data/admin_2026-10.json.gz",
                        "package/dist/data/payments-apps_2026-07.json.gz",
                        "package/dist/data/payments-apps_2026-10.json.gz"));
        if (packed) {
            Files.writeString(folder.resolve("done"), "");
        }
        return packed;
    }

    private static boolean works(List<String> command) {
        return run(HOME, command).worked();
    }

    /** What came of a program. */
    record Ran(boolean worked, String output) {}

    static Ran run(Path folder, List<String> command) {
        try {
            Files.createDirectories(folder);
            Path output = Files.createTempFile("node", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            String said = Files.readString(output);
            Files.delete(output);
            return new Ran(ended && process.exitValue() == 0, said);
        } catch (IOException missing) {
            return new Ran(false, "not there");
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return new Ran(false, "stopped");
        }
    }
}
