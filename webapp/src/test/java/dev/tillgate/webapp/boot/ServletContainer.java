package dev.tillgate.webapp.boot;

import static io.restassured.RestAssured.get;

import dev.tillgate.sql.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** An operator's servlet container: a process of its own, unpacked from its distribution by the build. */
final class ServletContainer implements AutoCloseable {

    private final Process process;
    private final URI url;
    private final Path output;

    private ServletContainer(Process process, URI url, Path output) {
        this.process = process;
        this.url = url;
        this.output = output;
    }

    /** Starts {@code java} with the arguments in {@code base}; the container is to listen on {@code port}. */
    static ServletContainer start(Path base, int port, List<String> arguments, Map<String, String> environment)
            throws IOException {
        Path output = base.resolve("output.txt");
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx384m"),
                        arguments.stream())
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TILLGATE_"));
        builder.environment().putAll(environment);
        URI url = URI.create("http://127.0.0.1:" + port);
        return new ServletContainer(builder.start(), url, output);
    }

    URI url() {
        return url;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until the application answers; fails with the container's output when it ends or does not answer. */
    void awaitReady() throws IOException {
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsMatching(IOException.class::isInstance)
                    .until(() ->
                            !process.isAlive() || get(url + "/health/ready").statusCode() == 200);
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("The application does not answer:\n" + output(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("The container ended:\n" + output());
        }
    }

    /** Asks it to stop and waits. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("The container does not stop");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The folder into which the build has unpacked a distribution whose name begins so. */
    static Path distribution(String name) throws IOException {
        try (Stream<Path> folders = Files.list(TestServer.checkout().resolve("webapp/target/containers"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
