package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.chat.meta.FakeGraph;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway with one shop, whose buyers pay where they chat. */
final class ChatShop implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern PAYMENT = Pattern.compile("/pay/([0-9a-z]{26})");

    final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);

    /** Connects one of Meta's channels, which asks first whether the address is ours. */
    void connect(String kind, FakeGraph graph, Map<String, String> own) {
        Map<String, String> settings = graph.settings(own, Map.of()).values();
        String address = gateway.url() + "/hooks/chat/" + gateway.connectChannel(credentials, kind, settings);
        assertThat(graph.subscribe(address, "another-word")).isFalse();
        assertThat(graph.subscribe(address, FakeGraph.VERIFY)).isTrue();
    }

    /** What a buyer shows to pay this order in a chat. */
    String code(String order, String amount) {
        return shop.post("/api/v1/chat/grants", """
                        {"order": "%s", "amount": "%s", "currency": "EUR", "quoted": true, "code": true}""".formatted(order, amount))
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    void pay(String payment, String instrument) {
        shop.post("/api/v1/payments/" + payment + "/attempts", """
                        {"method": "card", "instrument": "%s"}""".formatted(instrument))
                .then()
                .statusCode(201);
    }

    static void awaitSeen(Supplier<List<String>> screen, String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(screen.get()).anyMatch(text -> text.contains(words)));
    }

    /** The payment whose page the newest messages lead to. */
    static String awaitPayment(Supplier<?> messages) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(messages.get().toString()).containsPattern(PAYMENT));
        Matcher payment = PAYMENT.matcher(messages.get().toString());
        assertThat(payment.find()).isTrue();
        return "pay_" + payment.group(1);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
