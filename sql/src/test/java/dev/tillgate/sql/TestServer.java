package dev.tillgate.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The MariaDB server of a test JVM, below {@code sql/target}: engine and data folder are kept from run to run, so that
 * only the very first start is slow. Two test JVMs at the same time use two data folders.
 */
public final class TestServer {

    private TestServer() {}

    /** Folder of the built checkout, found upwards from the working directory. */
    public static Path checkout() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("sql")) || !Files.isDirectory(folder.resolve("webapp"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("Tests must run inside the checkout");
            }
            folder = parent;
        }
        return folder;
    }

    /** Where engines are unpacked for tests, once per checkout. */
    public static Path engines() {
        return checkout().resolve("sql/target/engine");
    }

    /** The engine's unpacked folder, for programs that tests start. */
    public static Path engine() throws IOException {
        return EngineFiles.in(EngineFiles.jarOnClassPath(), engines(), TestServer::ignoreProgress)
                .folder();
    }

    /** A server with its own new data folder {@code home}, set up as in production, for tests that kill servers. */
    public static EmbeddedMariaDb startIn(Path home) throws IOException {
        return EmbeddedMariaDb.start(
                new EmbeddedMariaDb.Setup(home, null, engines(), 64, true, TestServer::ignoreProgress));
    }

    static EmbeddedMariaDb start() {
        try {
            Path home = freeHome(checkout().resolve("sql/target/testdb"));
            EmbeddedMariaDb server = EmbeddedMariaDb.start(
                    new EmbeddedMariaDb.Setup(home, null, engines(), 128, false, TestServer::ignoreProgress));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "test-database-stop"));
            dropOldSchemas(server);
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The test database does not start", e);
        }
    }

    /** The first data folder no other test JVM uses; the lock goes with the JVM, however it ends. */
    private static Path freeHome(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (int slot = 1; ; slot++) {
            Path home = parent.resolve(Integer.toString(slot));
            FileChannel channel = FileChannel.open(
                    parent.resolve(slot + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return home;
            }
            channel.close();
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static void dropOldSchemas(EmbeddedMariaDb server) throws SQLException {
        List<String> old = new ArrayList<>();
        try (Connection connection = server.systemDatabase().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW DATABASES")) {
            while (rows.next()) {
                if (rows.getString(1).matches("t\\d+_\\d+")) {
                    old.add(rows.getString(1));
                }
            }
        }
        old.forEach(server::drop);
    }

    private static void ignoreProgress(String line) {
        if (line.isBlank()) {
            throw new UncheckedIOException(new IOException("progress lines say something"));
        }
    }
}
