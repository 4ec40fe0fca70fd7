package dev.tillgate.webapp.shops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An example for shops, run as a program of its own that serves on a loopback port. */
final class RunningExample implements AutoCloseable {
    private final Process process;
    private final int port;

    private RunningExample(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it in its folder and waits until it serves; what it prints is in {@code <name>.log} there. */
    static RunningExample start(List<String> command, Path folder, int port, Map<String, String> environment) {
        Path log = folder.resolve("port-" + port + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("PORT", Integer.toString(port));
            RunningExample example = new RunningExample(builder.start(), port);
            Awaitility.await(command + " serves, see " + log)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> example.serves(log));
            return example;
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private boolean serves(Path log) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError(Files.readString(log));
        }
        try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Runs a program to its end and answers what it printed. */
    static String run(List<String> command, Path folder, Map<String, String> environment) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " says: " + said);
            }
            return said;
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Where it sends a buyer. */
    String location() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url()).toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        String location = connection.getHeaderField("Location");
        connection.disconnect();
        return location;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
