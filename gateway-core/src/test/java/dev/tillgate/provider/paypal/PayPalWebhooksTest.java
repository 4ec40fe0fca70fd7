package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Registration.Reason;
import dev.tillgate.provider.Registration.Registered;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Fault.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks at PayPal: found by their address, made when there is none, their id kept. */
class PayPalWebhooksTest {
    private static final String HOOK = "http://gateway.test/hooks/1";
    private static final WebhookRequest WISH = new WebhookRequest(HOOK, "wish_0123456789abcdefghij", false);

    private final PayPalHouse house = new PayPalHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_registered_webhook_is_told_and_its_id_verifies_what_it_is_told() throws IOException {
        Started started = house.start(CaptureMode.AUTOMATIC);
        String hook = "http://gateway.test/notify/" + started.attempt();
        String id = id(provider("").register(new WebhookRequest(hook, WISH.token(), false)));
        house.choose(started, "PAY");
        await().until(() -> !house.notices.isEmpty());
        InboundRequest notice = notice();
        assertThat(hook).endsWith(notice.path());
        assertThat(provider(id).read(notice)).isInstanceOf(Notification.Verified.class);
        assertThat(house.provider.read(notice)).as("the one before").isInstanceOf(Notification.Rejected.class);
        assertThat(provider("").read(notice)).as("none yet").isInstanceOf(Notification.Later.class);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"LOSE_BEFORE", "LOSE_AFTER", "TRUNCATE", "GARBLE", "EMPTY", "HTML", "RATE_LIMIT", "ERROR_BEFORE"})
    void a_lost_answer_is_found_by_looking(Kind kind) throws IOException {
        house.faults.on(
                request -> request.method().equals("POST") && request.path().endsWith("/webhooks"), Fault.of(kind));
        Registration answer = asked();
        if (!(answer instanceof Registered)) {
            assertThat(answer).isInstanceOf(Registration.Unknown.class);
            answer = asked();
        }
        assertThat(id(answer)).isEqualTo(id(asked()));
        assertThat(webhooks()).hasSize(1);
    }

    private Registration asked() {
        try {
            return provider("").register(WISH);
        } catch (IOException lost) {
            return new Registration.Unknown("lost");
        }
    }

    @Test
    void one_that_is_there_is_used_and_gets_the_events_that_it_lacks() throws IOException {
        send(
                "POST",
                "/v1/notifications/webhooks",
                "{\"url\":\"" + HOOK + "\",\"event_types\":[{\"name\":\"CHECKOUT.ORDER.COMPLETED\"}]}");
        String id = webhooks().path(0).path("id").asText();
        assertThat(id(provider("").register(WISH))).isEqualTo(id);
        assertThat(webhooks().path(0).path("event_types")).hasSize(PayPalWebhooks.EVENTS.size() + 1);
    }

    @Test
    void as_many_as_paypal_allows_are_too_many() throws IOException {
        for (int i = 0; i < 10; i++) {
            send(
                    "POST",
                    "/v1/notifications/webhooks",
                    "{\"url\":\"http://else.test/" + i + "\",\"event_types\":[{\"name\":\"*\"}]}");
        }
        assertThat(provider("").register(WISH))
                .isEqualTo(new Registration.Refused(Reason.TOO_MANY, "WEBHOOK_NUMBER_LIMIT_EXCEEDED"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://pay.example.com/hooks/1, ",
        "https://pay.example.com:443/hooks/1, ",
        "https://pay.example.com:8443/hooks/1, PORT",
        "http://pay.example.com/hooks/1, NOT_HTTPS",
        "https://10.0.0.3/hooks/1, NOT_PUBLIC",
        "https://gateway.local/hooks/1, NOT_PUBLIC"
    })
    void an_address_that_paypal_cannot_call_is_named(String url, String problem) throws IOException {
        Map<String, String> settings = Map.of(
                PayPal.MODE, "test",
                PayPal.CLIENT_ID, "AbcdefghijklmnopqrstuvwxyzA",
                PayPal.CLIENT_SECRET, "EbcdefghijklmnopqrstuvwxyzA");
        Exchange none = ask -> {
            throw new IOException("asked");
        };
        PayPalProvider provider = new PayPalProvider(new Settings(settings), none, house.clock);
        WebhookRequest wish = new WebhookRequest(url, WISH.token(), false);
        if (problem == null) {
            assertThatThrownBy(() -> provider.register(wish)).isInstanceOf(IOException.class);
        } else {
            assertThat(provider.register(wish)).isEqualTo(new Registration.Refused(Reason.valueOf(problem), ""));
        }
    }

    private static String id(Registration registration) {
        return Objects.requireNonNull(((Registered) registration).settings().get(PayPal.WEBHOOK_ID));
    }

    private JsonNode webhooks() throws IOException {
        return send("GET", "/v1/notifications/webhooks", "").path("webhooks");
    }

    private JsonNode send(String method, String path, String body) throws IOException {
        Answer token = house.wire.send(Ask.post(
                PayPalHouse.URL + "/v1/oauth2/token",
                Map.of("Authorization", "Basic " + credentials()),
                "grant_type=client_credentials".getBytes(StandardCharsets.UTF_8)));
        String bearer = Objects.requireNonNull(StrictJson.object(token.body()))
                .path("access_token")
                .asText();
        Answer answer = house.wire.send(new Ask(
                method,
                PayPalHouse.URL + path,
                Map.of("Authorization", "Bearer " + bearer, "Content-Type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(StrictJson.object(answer.body()));
    }

    private String credentials() {
        Settings shop = house.simulator.account("shop");
        String pair = shop.get(PayPal.CLIENT_ID) + ":" + shop.get(PayPal.CLIENT_SECRET);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private InboundRequest notice() {
        Ask ask = house.notices.getLast();
        return new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), house.clock.instant());
    }

    private PayPalProvider provider(String webhookId) {
        Map<String, String> settings =
                new HashMap<>(house.simulator.account("shop").values());
        settings.remove(PayPal.WEBHOOK_ID);
        if (!webhookId.isEmpty()) {
            settings.put(PayPal.WEBHOOK_ID, webhookId);
        }
        return new PayPalProvider(new Settings(settings), house.wire, house.clock);
    }
}
