package dev.tillgate.webapp.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs a test needs that the build does not bring along. Where one is missing the test is skipped with a clear line,
 * but fails when {@code CI=true}: there everything has to be proved.
 */
public final class Tools {

    private Tools() {}

    /** The tool, or the end of this test. */
    public static Path required(String name, Optional<Path> found) {
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(name + " is missing; .ci/run installs it");
        }
        Assumptions.assumeTrue(found.isPresent(), () -> "skipped: " + name + " is not installed");
        return found.orElseThrow();
    }

    /** The {@code java} of an installed JDK that is at most version {@code newest}. */
    public static Optional<Path> java(int newest) throws IOException {
        Path parent = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(parent)) {
            return homes.filter(home -> version(home) <= newest)
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    /** The first of the named programs found on the search path. */
    public static Optional<Path> program(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int version(Path home) {
        Properties release = new Properties();
        try (var reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException e) {
            return Integer.MAX_VALUE;
        }
        String version =
                release.getProperty("JAVA_VERSION", "").replace("\"", "").replaceFirst("^1\\.", "");
        String major = version.replaceFirst("\\D.*", "");
        return major.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(major);
    }
}
