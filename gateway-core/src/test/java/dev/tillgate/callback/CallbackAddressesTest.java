package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.http.PinnedExchange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a merchant may make the gateway call. */
class CallbackAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "169.253.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:81b::200e"
            })
    void publicAddressesMayBeCalled(String address) throws Exception {
        assertThat(CallbackWire.rule(false).allows(InetAddress.getByName(address)))
                .isTrue();
    }

    /** Second column: whether the operator's word opens it. */
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.0.0.2, true",
        "127.255.255.255, true",
        "::1, true",
        "::ffff:127.0.0.1, true",
        "10.0.0.0, true",
        "10.255.255.255, true",
        "::ffff:10.0.0.1, true",
        "172.16.0.0, true",
        "172.31.255.255, true",
        "192.168.0.0, true",
        "192.168.255.255, true",
        "::ffff:192.168.1.1, true",
        "100.64.0.0, true",
        "100.127.255.255, true",
        "fc00::1, true",
        "fd12:3456:789a::1, true",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
        "0.0.0.0, false",
        "0.1.2.3, false",
        "::, false",
        "169.254.0.0, false",
        "169.254.169.254, false",
        "169.254.255.255, false",
        "::ffff:169.254.169.254, false",
        "fe80::1, false",
        "febf::1, false",
        "fec0::1, false",
        "224.0.0.1, false",
        "239.255.255.255, false",
        "ff02::1, false",
        "ff0e::1, false",
        "240.0.0.1, false",
        "255.255.255.255, false",
        "192.0.0.1, false",
        "192.0.2.1, false",
        "198.51.100.1, false",
        "203.0.113.1, false",
        "198.18.0.1, false",
        "198.19.255.255, false",
        "192.88.99.1, false",
        "::127.0.0.1, false",
        "::10.0.0.1, false",
        "64:ff9b::7f00:1, false",
        "64:ff9b::a9fe:a9fe, false",
        "64:ff9b:1::7f00:1, false",
        "2002:7f00:1::, false",
        "2002:a00:1::, false",
        "2001::7f00:1, false",
        "2001:db8::1, false",
        "2001:10::1, false",
        "100::1, false",
        "3fff::1, false",
        "5f00::1, false",
        "4000::1, false"
    })
    void otherAddressesMayNot(String address, boolean openedByTheOperator) throws Exception {
        InetAddress there = InetAddress.getByName(address);

        assertThat(CallbackWire.rule(false).allows(there)).isFalse();
        assertThat(CallbackWire.rule(true).allows(there)).isEqualTo(openedByTheOperator);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost/",
                "https://LOCALHOST/",
                "https://127.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://0/",
                "https://169.254.169.254/latest/meta-data/",
                "https://0x7f000001/",
                "https://0177.0.0.1/",
                "https://user:password@shop.example/",
                "https://shop.example@127.0.0.1/",
                "http://8.8.8.8/",
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "https:///nothing",
                "//127.0.0.1/",
                "not a url",
                ""
            })
    void nothingIsSentToOtherUrls(String url) {
        try (PinnedExchange exchange = CallbackWire.guarded(false)) {
            assertThatThrownBy(() -> exchange.send(Ask.post(url, Map.of(), new byte[] {1})))
                    .isInstanceOf(NotSentException.class);
        }
    }

    @Test
    void aListeningServerHereIsNotReachedUnlessTheOperatorAllows() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            calls.incrementAndGet();
            call.getResponseHeaders().add("Location", "/elsewhere");
            call.sendResponseHeaders(302, -1);
            call.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
        try (PinnedExchange closed = CallbackWire.guarded(false);
                PinnedExchange open = CallbackWire.guarded(true)) {
            assertThatThrownBy(() -> closed.send(Ask.post(url, Map.of(), new byte[0])))
                    .isInstanceOf(NotSentException.class);
            assertThatThrownBy(() -> closed.send(Ask.post(url.replace("http:", "https:"), Map.of(), new byte[0])))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("not allowed");
            assertThat(calls).hasValue(0);

            assertThat(open.send(Ask.post(url, Map.of(), new byte[0])).status()).isEqualTo(302);
            assertThat(calls).as("the redirect is not followed").hasValue(1);
        } finally {
            server.stop(0);
        }
    }
}
