package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.connect.ShopReach.Reach;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where shops are, and whether we will call them there. */
class ShopReachTest {
    @ParameterizedTest
    @CsvSource({
        "https://203.0.114.7, false, false, false",
        "http://203.0.114.7, true, false, true",
        "https://192.168.1.20, false, true, true",
        "http://127.0.0.1:8080, true, true, true",
        "https://[fd00::1], false, true, true",
        "https://10.1.2.3/shop, false, true, true",
        "https://no-such-shop.invalid, false, false, false"
    })
    void what_stands_between_us_and_a_shop(String shop, boolean plain, boolean hidden, boolean refused) {
        ShopAddress address = ShopAddress.of(shop).orElseThrow();

        assertThat(new ShopReach(false).of(address)).isEqualTo(new Reach(plain, hidden, refused));
        assertThat(new ShopReach(true).of(address)).isEqualTo(new Reach(plain, hidden, false));
    }

    @ParameterizedTest
    @CsvSource({
        "https://Shop.Example/, https://shop.example",
        "https://shop.example:443/en/, https://shop.example/en",
        "http://shop.example:80, http://shop.example",
        "http://shop.example:8080/a/b//, http://shop.example:8080/a/b"
    })
    void two_spellings_are_one_address(String spelled, String address) {
        assertThat(ShopAddress.of(spelled)).map(ShopAddress::toString).contains(address);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://shop.example",
        "shop.example",
        "https://",
        "https://user@shop.example",
        "https://shop.example/?a=b",
        "https://shop.example/#x",
        "https://shop example",
        "javascript:alert(1)",
        "https://shöp.example"
    })
    void what_is_no_shops_address_is_none(String text) {
        assertThat(ShopAddress.of(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, https://shop.example/wp-admin, true",
        "http://shop.example, https://shop.example/wp-admin, true",
        "https://shop.example, http://shop.example/wp-admin, false",
        "https://shop.example, https://shop.example:8443/, false",
        "https://shop.example, https://shop.example.evil.example/, false",
        "https://shop.example, https://evil.example/?https://shop.example, false",
        "https://shop.example, https://shop.example@evil.example/, false"
    })
    void a_page_is_the_shops_own_when_host_and_port_are(String shop, String page, boolean own) {
        assertThat(ShopAddress.of(shop).orElseThrow().owns(page)).isEqualTo(own);
    }

    @Test
    void a_gateway_that_does_not_call_private_addresses_says_so_before_and_after() throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                        Map.of("TILLGATE_SAMPLE", "true", "TILLGATE_CALLBACK_ALLOW_PRIVATE", "false"));
                FakePlugin plugin = new FakePlugin()) {
            Merchant merchant = Merchant.owning(gateway);
            String page = merchant.opened(plugin.connectUrl(gateway.url()));

            assertThat(merchant.get(page).body())
                    .contains("role=\"alert\"")
                    .contains("TILLGATE_CALLBACK_ALLOW_PRIVATE=true");

            String code = Merchant.found("[?&]code=([^&]+)", merchant.approve(page, "Shop"));
            assertThat(plugin.redeem(gateway.url(), plugin.redeeming(code)).statusCode())
                    .isEqualTo(200);
            assertThat(plugin.ask(gateway.url(), "test").body())
                    .contains("\"reachable\":false", "\"problem\":\"address_refused\"");
        }
    }
}
