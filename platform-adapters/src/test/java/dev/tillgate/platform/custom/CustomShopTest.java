package dev.tillgate.platform.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.callback.CallbackWire;
import dev.tillgate.catalog.Platforms;
import dev.tillgate.money.Money;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.signed.FakeSignedShop;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.platform.signed.SignedTools;
import dev.tillgate.provider.http.PinnedExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shop of one's own is one address, with or without orders that can be read there. */
class CustomShopTest {
    private final FakeSignedShop shop = new FakeSignedShop();
    private final PinnedExchange exchange = CallbackWire.guarded(true);
    private final PlatformType type = Platforms.find("custom").orElseThrow();
    private final ShopFact paid = new ShopFact(
            "1042", PaymentId.next(), ShopFact.Standing.PAID, Money.parse("12.30", "EUR"), List.of(), Instant.now());

    @AfterEach
    void close() {
        exchange.close();
        shop.close();
    }

    private Platform open(boolean reading) {
        return type.opener().open(Custom.settings(reading), SignedTools.of(exchange, shop));
    }

    @Test
    void itIsReadAtTheStoresCallbackAddress() {
        shop.put("1042", "12.30", "EUR");

        assertThat(open(true).load("1042")).isInstanceOf(OrderReading.Found.class);
        assertThat(open(true).reconcile(paid)).isInstanceOf(Reconciled.TellAgain.class);
        assertThat(shop.heard()).containsExactly("order.read", "order.read");
    }

    @Test
    void oneThatOnlyTakesCallbacksIsNeverAsked() {
        assertThat(open(false).reconcile(paid)).isInstanceOf(Reconciled.Agreed.class);
        assertThat(open(false).load("1042")).isInstanceOf(OrderReading.Refused.class);
        assertThat(((Platform.Tended) open(false)).tend()).isEqualTo(Platform.Tending.FINE);
        assertThat(shop.heard()).isEmpty();
    }

    @Test
    void itsMessagesAreTakenEitherWay() {
        assertThat(open(true).read(shop.message("order.changed", "1042"))).isInstanceOf(Inbound.Verified.class);
        assertThat(open(false).read(shop.message("order.changed", "1042"))).isInstanceOf(Inbound.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh_CN"})
    void everythingItMaySayHasAText(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Custom.class.getResourceAsStream("messages_" + language + ".properties")) {
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        assertThat(texts.stringPropertyNames())
                .containsAll(SignedShop.keys("custom"))
                .contains("platform.custom", "platform.custom.reading", "platform.custom.reading.yes");
    }
}
