package dev.tillgate.sql;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The server's operating system process: started so that it dies with us, found again when it did not. */
final class MariaDbProcess {

    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOG_LIMIT_BYTES = 5_000_000;

    private final Process process;
    private final Path log;
    private final long logStart;

    private MariaDbProcess(Process process, Path log, long logStart) {
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /** One attempt to reach the server. */
    interface Question {
        void ask() throws SQLException;
    }

    /** What every run of the program needs, installation and service alike. */
    static List<String> commonArguments(EngineFiles engine, Path data) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--basedir=" + engine.folder());
        arguments.add("--lc-messages-dir=" + engine.messages());
        arguments.add("--datadir=" + data);
        // A path relative to the data folder: socket paths may not be longer than 107 bytes.
        arguments.add("--socket=database.sock");
        arguments.add("--pid-file=server.pid");
        arguments.add("--log-warnings=0");
        // Otherwise the server spends up to 7.5 seconds on a new TLS key at every start.
        arguments.add("--skip-ssl");
        if (isRoot()) {
            arguments.add("--user=root");
        }
        return arguments;
    }

    static MariaDbProcess start(Path home, List<String> arguments) throws IOException {
        Path log = home.resolve("database.log");
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT_BYTES) {
            Files.move(log, home.resolve("database.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        List<String> command = new ArrayList<>(diesWithParent());
        Path program =
                Path.of(arguments.getFirst().substring("--basedir=".length())).resolve("bin/mariadbd");
        command.add(program.toString());
        command.add("--no-defaults");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = startOnLastingThread(builder);
        Files.writeString(home.resolve("database.pid"), process.pid() + "\n");
        return new MariaDbProcess(process, log, logStart);
    }

    /**
     * Ends a server that an earlier, killed process left behind on the same data, and waits until it is gone: two
     * servers on one data folder cannot be.
     */
    static void endLeftBehind(Path home, Consumer<String> progress) throws IOException {
        Path file = home.resolve("database.pid");
        if (!Files.exists(file)) {
            return;
        }
        Optional<ProcessHandle> left = leftBehind(Files.readString(file).strip(), home.resolve("database"));
        if (left.isPresent()) {
            progress.accept("Waiting for the database of the last run to stop");
            left.get().destroy();
            if (!ended(left.get(), EmbeddedMariaDb.STOP_LIMIT)) {
                left.get().destroyForcibly();
                ended(left.get(), PATIENCE);
            }
        }
        Files.deleteIfExists(file);
    }

    /** Waits until the server answers; fails at once, with the server's own words, when it dies. */
    void awaitAnswer(Question question, Consumer<String> progress) throws IOException {
        long start = System.nanoTime();
        boolean patient = true;
        while (true) {
            try {
                question.ask();
                return;
            } catch (SQLException notYet) {
                long waited = System.nanoTime() - start;
                if (!process.isAlive()) {
                    throw new IOException("The database did not start. " + lastWords(log, logStart), notYet);
                }
                if (waited > ANSWER_LIMIT.toNanos()) {
                    throw new IOException("The database does not answer. " + lastWords(log, logStart), notYet);
                }
                if (patient && waited > PATIENCE.toNanos()) {
                    progress.accept("The database is recovering; what it says is in " + log);
                    patient = false;
                }
                pause(LOOK_AGAIN);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the server has ended, for whatever reason. */
    void awaitEnd() throws IOException {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while watching the database", e);
        }
    }

    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(EmbeddedMariaDb.STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The error lines the server wrote after {@code from}, or its last lines when it named no error. */
    static String lastWords(Path log, long from) throws IOException {
        String text;
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(from, file.length() - 20_000));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            text = new String(bytes, StandardCharsets.UTF_8);
        }
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> errors =
                lines.stream().filter(line -> line.contains("ERROR")).toList();
        List<String> told = errors.isEmpty() ? lines.subList(Math.max(0, lines.size() - 5), lines.size()) : errors;
        return told.isEmpty()
                ? "It said nothing (" + log + ")."
                : "It said: " + told.stream().limit(8).collect(Collectors.joining("\n  ", "\n  ", "\n  (" + log + ")"));
    }

    /**
     * The kernel ends the server when the <em>thread</em> that started it ends, so it is started by one that lives as
     * long as the server does.
     */
    private static Process startOnLastingThread(ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("database-process").start(() -> {
            try {
                Process process = builder.start();
                started.complete(process);
                process.waitFor();
            } catch (IOException | InterruptedException e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return started.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new IOException("The database program cannot be run: " + e.getCause(), e.getCause());
        }
    }

    /**
     * The words before the command that make the kernel stop the server when this process is gone, and keep signals
     * meant for a whole terminal or process group away from it: it is stopped after the web server, not beside it.
     */
    private static List<String> diesWithParent() {
        for (List<String> prefix : List.of(
                List.of("setsid", "setpriv", "--pdeathsig", "TERM"), List.of("setpriv", "--pdeathsig", "TERM"))) {
            if (works(prefix)) {
                return prefix;
            }
        }
        return List.of(); // not installed; the pid file helps the next start
    }

    private static boolean works(List<String> prefix) {
        List<String> probe = new ArrayList<>(prefix);
        probe.add("true");
        try {
            return new ProcessBuilder(probe)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<ProcessHandle> leftBehind(String pid, Path data) throws IOException {
        if (!pid.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        Path commandLine = Path.of("/proc", pid, "cmdline");
        if (!Files.isReadable(commandLine)) {
            return Optional.empty();
        }
        // The number may have been given to another process since: only one that names our data is ours.
        String command = Files.readString(commandLine, StandardCharsets.ISO_8859_1);
        boolean ours = List.of(command.split("\0", -1)).contains("--datadir=" + data);
        return ours ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
    }

    private static boolean ended(ProcessHandle handle, Duration limit) throws IOException {
        long start = System.nanoTime();
        while (handle.isAlive()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            pause(LOOK_AGAIN);
        }
        return true;
    }

    static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the database", e);
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(new File("/proc/self").toPath(), "unix:uid")
                    .equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
