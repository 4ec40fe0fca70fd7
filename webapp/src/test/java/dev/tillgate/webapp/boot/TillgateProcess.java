package dev.tillgate.webapp.boot;

import dev.tillgate.sql.Database;
import dev.tillgate.sql.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The built WAR, running as a program of its own on a free port, exactly as an operator starts it. For tests that kill
 * it, read its output or use it through a browser.
 */
public final class TillgateProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Pattern HEALTH = Pattern.compile("(http://\\S+)/health");

    private final Process process;
    private final Path data;
    private final Path output;

    private TillgateProcess(Process process, Path data, Path output) {
        this.process = process;
        this.data = data;
        this.output = output;
    }

    /** Starts the program with its data in {@code data} and further environment variables; does not wait. */
    public static TillgateProcess launch(Path data, Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "TILLGATE_PORT", "0",
                "TILLGATE_DATA", data.toString(),
                "TILLGATE_DB_EMBEDDED_ENGINE", TestServer.engine().toString()));
        all.putAll(environment);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return launch(java, data, all);
    }

    static TillgateProcess launch(Path java, Path data, Map<String, String> environment) throws IOException {
        Files.createDirectories(data);
        Path output = Files.createTempFile(data.toAbsolutePath().getParent(), "output-", ".txt");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-jar", war().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TILLGATE_"));
        builder.environment().putAll(environment);
        return new TillgateProcess(builder.start(), data, output);
    }

    /** Starts the program and waits until it says that it is ready. */
    public static TillgateProcess start(Path data, Map<String, String> environment) throws IOException {
        TillgateProcess started = launch(data, environment);
        started.awaitReady();
        return started;
    }

    /** The built archive. */
    public static Path war() {
        return TestServer.checkout().resolve("webapp/target/tillgate.war");
    }

    /** Waits until the program says that it is ready; fails with its output when it ends before. */
    public void awaitReady() {
        Awaitility.await()
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(
                                "The program ended with " + process.exitValue() + ":\n" + output());
                    }
                    return output().contains("Ctrl-C stops it.");
                });
    }

    /** Address of the running program, without a slash at the end. */
    public URI url() {
        Matcher matcher = HEALTH.matcher(output());
        if (!matcher.find()) {
            throw new IllegalStateException("No address in:\n" + output());
        }
        return URI.create(matcher.group(1));
    }

    /** Everything it has printed. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Its embedded database, reached from outside. */
    public Database database() throws IOException {
        String arguments = Files.readString(Path.of("/proc", Long.toString(databasePid()), "cmdline"));
        Matcher port = Pattern.compile("--port=(\\d+)").matcher(arguments);
        if (!port.find()) {
            throw new IllegalStateException("no port in " + arguments);
        }
        Properties account = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("database.account"))) {
            account.load(reader);
        }
        return new Database(
                "jdbc:mysql://127.0.0.1:" + port.group(1) + "/tillgate?sslMode=DISABLED",
                account.getProperty("user"),
                account.getProperty("password"));
    }

    /** Process id of its embedded database. */
    public long databasePid() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("database.pid")).strip());
    }

    /** The operating system's process. */
    public Process process() {
        return process;
    }

    /** Asks it to stop, as a service manager does, waits for the end and gives the exit status. */
    public int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /** Ends it without warning, as a crash does. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Waits for its end and gives the exit status. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The program does not end:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
        }
    }
}
