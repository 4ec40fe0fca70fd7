package dev.tillgate.benchmark;

import dev.tillgate.sql.Database;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The gateway as an operator starts it: the executable WAR in a JVM of its own, with the options of the run command. */
final class GatewayProcess implements AutoCloseable {
    /** The same memory and collector as the run command's; everything else is the JVM's own choice. */
    private static final List<String> JVM = List.of("-Xmx320m", "-XX:+UseSerialGC");

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Process process;
    private final URI url;
    private final double readySeconds;

    private GatewayProcess(Process process, URI url, double readySeconds) {
        this.process = process;
        this.url = url;
        this.readySeconds = readySeconds;
    }

    /**
     * Starts it on the operator's own database and waits until it is ready.
     *
     * @param heap another size of the heap, such as {@code -Xmx512m}, or empty
     */
    static GatewayProcess onDatabase(
            Path war, Path folder, int port, Database database, Map<String, String> more, String heap)
            throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("TILLGATE_DB_URL", database.url());
        environment.put("TILLGATE_DB_USER", database.user());
        environment.put("TILLGATE_DB_PASSWORD", database.password());
        return start(war, folder, port, environment, heap);
    }

    /** Starts it with its own embedded database in the folder and waits until it is ready. */
    static GatewayProcess embedded(Path war, Path folder, Path engine) throws Exception {
        return start(war, folder, freePort(), Map.of("TILLGATE_DB_EMBEDDED_ENGINE", engine.toString()), "");
    }

    private static GatewayProcess start(Path war, Path folder, int port, Map<String, String> environment, String heap)
            throws Exception {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(heap.isEmpty() ? List.of() : List.of(heap));
        String more = System.getProperty("benchmark.jvm", "");
        command.addAll(more.isBlank() ? List.of() : List.of(more.trim().split("\\s+")));
        command.add("-jar");
        command.add(war.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("TILLGATE_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        builder.environment().put("TILLGATE_PORT", Integer.toString(port));
        builder.environment().put("TILLGATE_DATA", folder.toString());
        File log = folder.resolve("gateway.log").toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        long start = System.nanoTime();
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        URI url = URI.create("http://127.0.0.1:" + port);
        awaitReady(process, url, log);
        return new GatewayProcess(process, url, (System.nanoTime() - start) / 1e9);
    }

    URI url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to the first answer that it is ready. */
    double readySeconds() {
        return readySeconds;
    }

    /** Asks for something with GET; answers the body. */
    String get(String path) throws IOException {
        try (KeptConnection connection = new KeptConnection(url)) {
            int status = connection.send(
                    ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (status != 200) {
                throw new IOException(path + " answers " + status);
            }
            return connection.body();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static void awaitReady(Process process, URI url, File log) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        byte[] question = "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IOException("the gateway has ended; see " + log);
            }
            try (KeptConnection connection = new KeptConnection(url)) {
                if (connection.send(question) == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // It takes its port first of all and answers when it is ready.
            }
            Thread.sleep(20);
        }
        throw new IOException("the gateway is not ready; see " + log);
    }

    /** A port that nobody uses now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
