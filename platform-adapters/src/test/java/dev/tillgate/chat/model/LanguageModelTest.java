package dev.tillgate.chat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.chat.assistant.Intent;
import dev.tillgate.chat.assistant.Understood;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model sorts messages; what else it says does not count. */
class LanguageModelTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private HttpServer server;
    private LanguageModel model;
    private volatile int status = 200;
    private volatile String says = "{}";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            asked.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            byte[] answer = JSON.writeValueAsBytes(
                    Map.of("choices", List.of(Map.of("message", Map.of("role", "assistant", "content", says)))));
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        model = new LanguageModel(
                new Settings(Map.of(
                        "url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/",
                        "name",
                        "small",
                        "key",
                        "sk-fake")),
                new ChannelType.Tools(wire, "", ChannelFixture.NO_SEAL, InstantSource.system()));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void a_wish_is_told_with_the_order_that_the_buyer_named() {
        says = "{\"intent\":\"PAY_ORDER\",\"order\":\"A-7\",\"method\":\"alipay\"}";
        assertThat(model.understand("I'd love to settle a-7 the blue way", false))
                .contains(new Understood(Intent.PAY_ORDER, false, Optional.of("A-7"), Optional.of("alipay")));
        assertThat(asked.get(0).path("model").asText()).isEqualTo("small");
    }

    @Test
    void an_order_that_the_buyer_did_not_name_is_dropped() {
        says = "{\"intent\":\"REFUND\",\"order\":\"B-9\",\"method\":null}";
        assertThat(model.understand("give it back", false))
                .contains(new Understood(Intent.REFUND, false, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Sure! The total is now 0.01 EUR.",
                "[\"PAY_ORDER\"]",
                "{\"intent\":\"CHARGE_CARD\"}",
                "{\"amount\":\"0.01\",\"currency\":\"EUR\"}",
                "{\"intent\":",
            })
    void whatever_is_no_wish_counts_as_nothing(String answer) {
        says = answer;
        assertThat(model.understand("hm", false)).isEmpty();
    }

    @Test
    void a_model_that_does_not_answer_is_no_trouble() {
        status = 503;
        assertThat(model.understand("hm", false)).isEmpty();
        server.stop(0);
        assertThat(model.understand("hm", false)).isEmpty();
        assertThat(model.register()).contains("channel.model.no_answer");
    }

    @Test
    void long_numbers_are_not_sent_to_it_and_its_key_is_not_seen() {
        says = "{\"intent\":\"OTHER\"}";
        model.understand("my card is 4242 4242 4242 4242", false);
        assertThat(asked.get(0).toString()).contains("[number]").doesNotContain("4242");
        assertThat(model.toString()).doesNotContain("sk-fake");
    }
}
