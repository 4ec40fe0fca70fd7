package dev.tillgate.webapp.boot;

import dev.tillgate.sql.Database;
import dev.tillgate.webapp.config.Settings;
import java.net.URI;
import java.util.List;

/** The program's own web server with the whole application, on a port the system chose, for tests. */
public final class TestWebServer implements AutoCloseable {
    private final WebServer server;

    private TestWebServer(WebServer server) {
        this.server = server;
    }

    /** @param settings with port 0 */
    public static TestWebServer start(Settings settings, Database database) {
        try {
            WebServer server = WebServer.listen(settings);
            server.start(database);
            return new TestWebServer(server);
        } catch (StartFailure e) {
            throw new IllegalStateException(e);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + server.port());
    }

    /** What the application left for the start screen. */
    public List<String> banner() {
        return server.banner();
    }

    @Override
    public void close() {
        server.stop();
    }
}
