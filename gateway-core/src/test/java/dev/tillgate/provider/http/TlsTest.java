package dev.tillgate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate is for a name, and the name is checked although the connection goes to an address. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static SSLContext trusting;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "k",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory ours = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        ours.init(keys, PASSWORD);
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(keys);
        SSLContext serving = SSLContext.getInstance("TLS");
        serving.init(ours.getKeyManagers(), null, null);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, theirs.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(serving));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static Ask ask(String host) {
        return Ask.get("https://" + host + ":" + server.getAddress().getPort() + "/", Map.of());
    }

    @Test
    void anUntrustedCertificateIsNotSent() throws Exception {
        try (HttpExchange pooled = new HttpExchange(HttpLimits.forProviders());
                PinnedExchange pinned = new PinnedExchange(HttpLimits.forCallbacks(), AddressRule.any())) {
            assertThatThrownBy(() -> pooled.send(ask("localhost"))).isInstanceOf(NotSentException.class);
            assertThatThrownBy(() -> pinned.send(ask("localhost"))).isInstanceOf(NotSentException.class);
        }
    }

    @Test
    void aTrustedOneMustBeForTheName() throws Exception {
        try (PinnedExchange pinned =
                new PinnedExchange(HttpLimits.forCallbacks(), AddressRule.any(), trusting.getSocketFactory())) {
            assertThat(pinned.send(ask("localhost")).status()).isEqualTo(204);
            assertThatThrownBy(() -> pinned.send(ask("127.0.0.1"))).isInstanceOf(NotSentException.class);
        }
    }

    @Test
    void plainHttpIsRefusedUnlessItIsAllowed() throws Exception {
        Ask plain = Ask.get("http://127.0.0.1:" + server.getAddress().getPort() + "/", Map.of());
        try (HttpExchange pooled = new HttpExchange(HttpLimits.forProviders());
                PinnedExchange pinned = new PinnedExchange(HttpLimits.forCallbacks(), AddressRule.any())) {
            assertThatThrownBy(() -> pooled.send(plain)).isInstanceOf(NotSentException.class);
            assertThatThrownBy(() -> pinned.send(plain)).isInstanceOf(NotSentException.class);
        }
    }
}
