package dev.tillgate.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MariaDB server of our own, on 127.0.0.1 and a free port, with its files in one folder. It does not outlive this
 * process, also when this process is killed; what was committed is there again at the next start.
 *
 * <pre>
 *   engine/mariadb-11.4.5/   the program, unpacked once
 *   database/                the data
 *   database.account         generated user and password, readable by the owner only
 *   database.pid             the running server, to find one that was left behind
 *   database.log             what the server says
 * </pre>
 */
public final class EmbeddedMariaDb implements AutoCloseable {

    private static final Pattern SCHEMA_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
    private static final int PORT_ATTEMPTS = 5;
    private static final Duration COMES_BACK_WITHIN = Duration.ofMinutes(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final MariaDbAccount account;
    private final int port;
    private final Restart restart;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile MariaDbProcess process;

    private EmbeddedMariaDb(MariaDbAccount account, int port, Restart restart) throws IOException {
        this.account = account;
        this.port = port;
        this.restart = restart;
        this.process = restart.run();
    }

    /** Starts the same server on the same port and data. */
    private interface Restart {
        MariaDbProcess run() throws IOException;
    }

    /**
     * What to start and where.
     *
     * @param home the folder for everything listed above; made if missing
     * @param engine the engine's jar or unpacked folder; null: the jar on the class path
     * @param engines the folder below which a jar is unpacked
     * @param bufferPoolMegabytes memory for cached data
     * @param durable whether a commit is on disk before it is acknowledged; false only in tests
     * @param progress hears one line per step that takes long
     */
    public record Setup(
            Path home,
            @Nullable Path engine,
            Path engines,
            int bufferPoolMegabytes,
            boolean durable,
            Consumer<String> progress) {

        /** Everything below {@code home}, 128 MB of cache, durable commits. */
        public static Setup in(Path home, @Nullable Path engine, Consumer<String> progress) {
            return new Setup(home, engine, home.resolve("engine"), 128, true, progress);
        }
    }

    /** Whether the engine exists for this machine: Linux on x86-64. */
    public static boolean runsHere() {
        return System.getProperty("os.name", "").equals("Linux")
                && List.of("amd64", "x86_64").contains(System.getProperty("os.arch", ""));
    }

    /**
     * Starts the server and returns when it answers.
     *
     * @throws IOException with the server's own words when it does not start
     */
    public static EmbeddedMariaDb start(Setup setup) throws IOException {
        Path home = Files.createDirectories(setup.home()).toAbsolutePath();
        Path source = setup.engine() == null ? EngineFiles.jarOnClassPath() : setup.engine();
        EngineFiles engine = EngineFiles.in(source, setup.engines(), setup.progress());
        MariaDbProcess.endLeftBehind(home, setup.progress());
        Path data = home.resolve("database");
        MariaDbAccount account = MariaDbAccount.in(home.resolve("database.account"), Files.exists(data));
        if (!Files.exists(data)) {
            MariaDbInstall.install(engine, home, account, setup.progress());
        }
        setup.progress().accept("Starting the database");
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            List<String> arguments = arguments(engine, data, port, setup);
            EmbeddedMariaDb server = new EmbeddedMariaDb(account, port, () -> MariaDbProcess.start(home, arguments));
            try {
                server.awaitAnswer(setup.progress());
                return server;
            } catch (IOException e) {
                server.close();
                boolean portTaken = String.valueOf(e.getMessage()).contains("Address already in use");
                if (!portTaken || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * From now on starts the server again when it ends without having been asked to, on the same port, so that
     * connection pools find it again; tried for ten minutes, because a full disk is freed some day.
     *
     * @param told hears that it happened
     * @param gaveUp hears why the server cannot be brought back
     */
    public void keepRunning(Consumer<String> told, Consumer<IOException> gaveUp) {
        Thread.ofPlatform().daemon().name("database-watch").start(() -> {
            try {
                watch(told);
            } catch (IOException e) {
                if (!closed.get()) {
                    gaveUp.accept(e);
                }
            }
        });
    }

    private void watch(Consumer<String> told) throws IOException {
        while (true) {
            process.awaitEnd();
            if (closed.get()) {
                return;
            }
            told.accept("The database has ended unexpectedly; starting it again");
            bringBack(told);
        }
    }

    /** A full disk or a taken port pass by: it is tried again for a while before it is given up. */
    private void bringBack(Consumer<String> told) throws IOException {
        long end = System.nanoTime() + COMES_BACK_WITHIN.toNanos();
        for (Duration pause = SHORTEST_PAUSE; ; pause = longer(pause)) {
            try {
                synchronized (this) {
                    if (closed.get()) {
                        return;
                    }
                    process = restart.run();
                }
                awaitAnswer(told);
                return;
            } catch (IOException stillNot) {
                process.stop();
                if (closed.get() || System.nanoTime() > end) {
                    throw stillNot;
                }
                told.accept("The database does not start; trying again in " + pause.toSeconds() + " s");
                MariaDbProcess.pause(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void awaitAnswer(Consumer<String> progress) throws IOException {
        process.awaitAnswer(() -> systemDatabase().connect().close(), progress);
    }

    /** The named schema on this server, made if missing. */
    public Database schema(String name) {
        if (!SCHEMA_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a schema name: " + name);
        }
        execute("CREATE DATABASE IF NOT EXISTS " + name + " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        return at(name);
    }

    /** Deletes the named schema with all it holds. */
    public void drop(String name) {
        if (!SCHEMA_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a schema name: " + name);
        }
        execute("DROP DATABASE IF EXISTS " + name);
    }

    /** The server's own schema, for questions about the server itself. */
    public Database systemDatabase() {
        return at("mysql");
    }

    /** Process id of the server. */
    public long pid() {
        return process.pid();
    }

    /** Whether the server still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the server cleanly and waits for it; safe to call twice. */
    @Override
    public void close() {
        closed.set(true);
        MariaDbProcess last;
        synchronized (this) {
            last = process;
        }
        last.stop();
    }

    private Database at(String schema) {
        return new Database(
                "jdbc:mysql://127.0.0.1:" + port + "/" + schema + "?sslMode=DISABLED",
                account.user(),
                account.password());
    }

    private void execute(String sql) {
        try (Connection connection = systemDatabase().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("The embedded database refused: " + sql, e);
        }
    }

    private static List<String> arguments(EngineFiles engine, Path data, int port, Setup setup) {
        List<String> arguments = new ArrayList<>(MariaDbProcess.commonArguments(engine, data));
        arguments.add("--bind-address=127.0.0.1");
        arguments.add("--port=" + port);
        arguments.add("--skip-name-resolve");
        arguments.add("--innodb-buffer-pool-size=" + setup.bufferPoolMegabytes() + "M");
        arguments.add("--innodb-flush-log-at-trx-commit=" + (setup.durable() ? 1 : 0));
        arguments.add("--innodb-log-file-size=" + (setup.durable() ? 256 : 32) + "M");
        arguments.add("--performance-schema=OFF");
        arguments.add("--max-connections=300");
        arguments.add("--max-allowed-packet=16M");
        arguments.add("--aria-pagecache-buffer-size=8M");
        arguments.add("--key-buffer-size=1M");
        arguments.add("--character-set-server=utf8mb4");
        arguments.add("--collation-server=utf8mb4_bin");
        arguments.add("--default-time-zone=+00:00");
        return arguments;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("There is no free port on 127.0.0.1", e);
        }
    }

    /** How long a clean stop may take before the server is killed. */
    static final Duration STOP_LIMIT = Duration.ofSeconds(60);
}
