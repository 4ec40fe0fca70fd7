package dev.tillgate.webapp.boot;

import dev.tillgate.sql.Database;
import dev.tillgate.webapp.Startup;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program's own servlet container: Jetty with one connector and one application. */
final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MOST_THREADS = 400;
    private static final int IDLE_MS = 60_000;
    private static final int STOP_MS = 10_000;
    private static final int HEADER_BYTES = 16_384;

    private final Server server;
    private final ServerConnector connector;
    private final Settings settings;
    private final ServletContextHandler context;

    private WebServer(Server server, ServerConnector connector, Settings settings) {
        this.server = server;
        this.connector = connector;
        this.settings = settings;
        this.context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
    }

    /** Takes the port. Who connects from now on waits until the application is there. */
    static WebServer listen(Settings settings) throws StartFailure {
        // Platform threads: measured against virtual ones they have the shorter tail on short database requests.
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 8);
        threads.setName("web");
        Server server = new Server(threads);
        server.setStopTimeout(STOP_MS);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(settings.get(Keys.BIND));
        connector.setPort(settings.get(Keys.PORT));
        connector.setIdleTimeout(IDLE_MS);
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException e) {
            throw new StartFailure(
                    "Port " + settings.get(Keys.PORT) + " on " + settings.get(Keys.BIND)
                            + " cannot be used: another program has it, or it is not allowed. Choose another one, for"
                            + " example TILLGATE_PORT=8081.",
                    e);
        }
        return new WebServer(server, connector, settings);
    }

    /** Starts the application; {@code database} is the embedded one or null. */
    void start(@Nullable Database database) throws StartFailure {
        context.setAttribute(Startup.SETTINGS, settings.with(Keys.PORT, port()));
        if (database != null) {
            context.setAttribute(Startup.DATABASE, database);
        }
        // Nothing is served from files.
        context.setBaseResource(
                ResourceFactory.of(context).newMemoryResource(WebServer.class.getResource("/logback.xml")));
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        context.setErrorHandler(errors);
        context.addEventListener(new Startup());
        // Requests in progress are finished before the application goes away.
        server.setHandler(new GracefulHandler(context));
        try {
            server.start();
        } catch (Exception e) {
            LOG.error("The application does not start", e);
            throw new StartFailure("Tillgate cannot start: " + deepest(e), e);
        }
    }

    int port() {
        return connector.getLocalPort();
    }

    /** What the application wants to be printed, one line each. */
    List<String> banner() {
        return context.getServletContext().getAttribute(Startup.BANNER) instanceof List<?> lines
                ? lines.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Finishes what is in progress, for at most ten seconds. */
    void stop() {
        try {
            if (server.isStarted()
                    && context.getServletContext().getAttribute(Startup.BEFORE_STOP) instanceof Runnable last) {
                last.run();
            }
            server.stop();
        } catch (Exception e) {
            LOG.warn("The web server did not stop cleanly", e);
        }
    }

    private static String deepest(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
