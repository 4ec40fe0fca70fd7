package dev.tillgate.platform.shopify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Shopify's own schema and library, fetched once from the npm registry and kept below {@code target}. Where there is no
 * Node or no registry a test is skipped, except in continuous integration ({@code CI=true}), where it fails.
 */
final class NodeTools {
    private static final Path HOME = Path.of("target", "npm").toAbsolutePath();
    private static final String SCHEMAS = "@shopify/dev-mcp@1.16.0";
    private static final List<String> LIBRARIES = List.of("graphql@16.11.0", "@shopify/shopify-api@15.0.0");
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
        if (Files.exists(HOME.resolve("node_modules/@shopify/shopify-api/package.json"))
                && Files.exists(HOME.resolve("node_modules/graphql/package.json"))) {
            return true;
        }
        Files.writeString(HOME.resolve("package.json"), "{\"private\":true}");
        return works(List.of(
                "npm",
                "install",
                "--silent",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                LIBRARIES.get(0),
                LIBRARIES.get(1)));
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
        try {
            Files.createDirectories(HOME);
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
