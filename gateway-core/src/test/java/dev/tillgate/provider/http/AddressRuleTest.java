package dev.tillgate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.8",
                "192.0.2.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "fec0::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "2001:db8::1",
                "2001::1",
                "3fff::1",
                "::127.0.0.1"
            })
    void specialAddressesAreNotPublic(String address) throws Exception {
        assertThat(AddressRule.publicOnly().allows(InetAddress.getByName(address)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "93.184.216.34",
                "100.128.0.1",
                "172.32.0.1",
                "192.167.1.1",
                "198.20.0.1",
                "223.255.255.1",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "2001:4860:4860::8888",
                "2400:3200::1"
            })
    void addressesOfTheInternetAre(String address) throws Exception {
        assertThat(AddressRule.publicOnly().allows(InetAddress.getByName(address)))
                .isTrue();
    }

    @Test
    void noConnectionIsMadeToAnAddressThatIsNotAllowed() throws Exception {
        HttpLimits limits = HttpLimits.forCallbacks().withPlainHttp(true);
        try (Peer peer = Peer.answering("HTTP/1.1 200 OK\r\n\r\n");
                PinnedExchange wire = new PinnedExchange(limits, AddressRule.publicOnly())) {
            for (String host : new String[] {"127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"}) {
                Ask ask = Ask.get("http://" + host + ":" + peer.port() + "/", Map.of());
                assertThatThrownBy(() -> wire.send(ask)).as(host).isInstanceOf(NotSentException.class);
            }
            Ask withUser = Ask.get("http://public.example@127.0.0.1:" + peer.port() + "/", Map.of());
            assertThatThrownBy(() -> wire.send(withUser)).isInstanceOf(NotSentException.class);
            assertThat(peer.connections()).isZero();
        }
    }
}
