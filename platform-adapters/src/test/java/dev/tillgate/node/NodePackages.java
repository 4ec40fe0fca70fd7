package dev.tillgate.node;

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
 * Others' own software as judges under Node, unmodified: fetched once from the npm registry and kept below {@code target}.
 * Where there is no Node or no registry a test is skipped, except in continuous integration ({@code CI=true}), where it
 * fails.
 */
public final class NodePackages {
    private static final long PATIENCE_MINUTES = 5;

    private NodePackages() {}

    /** The folder below {@code target} with these packages in {@code node_modules}. */
    public static Path in(String name, List<String> packages) {
        Path home = Path.of("target", name).toAbsolutePath();
        demand(works(home, List.of("node", "--version")) && works(home, List.of("npm", "--version")), "node and npm");
        locked(home, () -> installed(home, packages));
        return home;
    }

    /** Something to fetch, true when it is there. */
    @FunctionalInterface
    public interface Fetch {
        boolean run() throws IOException;
    }

    /** Fetches while nobody else does. */
    public static void locked(Path home, Fetch fetch) {
        try {
            Files.createDirectories(home);
            try (FileChannel channel = FileChannel.open(
                            home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                demand(lock.isValid() && fetch.run(), "packages of the npm registry");
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void demand(boolean there, String what) {
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("these tests need " + what);
        }
        assumeTrue(there, "skipped: these tests need " + what);
    }

    private static boolean installed(Path home, List<String> packages) throws IOException {
        Path done = home.resolve("libraries");
        String wanted = String.join("\n", packages);
        if (Files.exists(done) && Files.readString(done).equals(wanted)) {
            return true;
        }
        Files.writeString(home.resolve("package.json"), "{\"private\":true}");
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"));
        command.addAll(packages);
        boolean installed = works(home, command);
        if (installed) {
            Files.writeString(done, wanted);
        }
        return installed;
    }

    public static boolean works(Path folder, List<String> command) {
        return run(folder, command).worked();
    }

    /** What came of a program. */
    public record Ran(boolean worked, String output) {}

    /** Runs a program to its end, or for five minutes. */
    public static Ran run(Path folder, List<String> command) {
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
