package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Registration.Reason;
import dev.tillgate.provider.Registration.Registered;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Fault.Kind;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints at Stripe: one an address, whose secret is told once and never lost on the way. */
class StripeWebhooksTest {
    private static final String HOOK = "http://gateway.test/hooks/1";
    private static final String TOKEN = "wish_0123456789abcdefghij";

    private final StripeHouse house = new StripeHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_registered_endpoint_is_told_and_its_secret_verifies_what_it_is_told() throws IOException {
        StripeProvider provider = provider("");
        AttemptId attempt = AttemptId.next();
        String hook = "http://gateway.test/notify/" + attempt;
        Registered made = (Registered) provider.register(new WebhookRequest(hook, TOKEN, false));
        String secret = Objects.requireNonNull(made.settings().get(Stripe.WEBHOOK_SECRET));
        assertThat(made.toString()).doesNotContain(secret);
        assertThat(endpoints()).singleElement().satisfies(one -> {
            assertThat(one.path("url").asText()).isEqualTo(hook);
            assertThat(one.path("api_version").asText()).isEqualTo(Stripe.API_VERSION);
            assertThat(one.path("enabled_events")).hasSize(StripeWebhooks.EVENTS.size());
        });

        house.provider.start(house.charge(attempt, "pm_card_visa", CaptureMode.AUTOMATIC));
        await().until(() -> house.notices.size() == 1);
        InboundRequest notice = house.notices.getFirst();
        assertThat(hook).endsWith(notice.path());
        assertThat(provider(secret).read(notice)).isInstanceOf(Notification.Verified.class);
        assertThat(house.provider.read(notice)).isInstanceOf(Notification.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_BEFORE", "LOSE_AFTER", "TRUNCATE", "EMPTY", "HTML", "RATE_LIMIT", "ERROR_BEFORE"})
    void a_lost_answer_is_asked_for_again_and_nothing_is_made_twice(Kind kind) throws IOException {
        house.faults.on(request -> request.method().equals("POST"), Fault.of(kind));
        StripeProvider provider = provider("");
        Registration answer = asked(provider);
        for (int i = 0; i < 3 && !(answer instanceof Registered); i++) {
            assertThat(answer).isInstanceOf(Registration.Unknown.class);
            answer = asked(provider);
        }
        assertThat(answer).isInstanceOf(Registered.class);
        assertThat(((Registered) answer).replaced()).isEmpty();
        assertThat(endpoints()).hasSize(1);
    }

    private static Registration asked(StripeProvider provider) {
        try {
            return provider.register(new WebhookRequest(HOOK, TOKEN, false));
        } catch (IOException lost) {
            return new Registration.Unknown("lost");
        }
    }

    @Test
    void one_that_is_there_is_used_where_its_secret_is_known_and_replaced_only_with_consent() throws IOException {
        Registered first = (Registered) provider("").register(new WebhookRequest(HOOK, TOKEN, false));
        String old = endpoints().getFirst().path("id").asText();
        assertThat(first.replaced()).isEmpty();

        WebhookRequest again = new WebhookRequest(HOOK, "wish_another_0123456789", false);
        assertThat(provider("").register(again)).isEqualTo(new Registration.AsksConsent());
        assertThat(provider("whsec_known1234").register(again)).isEqualTo(new Registered(Map.of(), List.of()));
        assertThat(endpoints()).hasSize(1);

        StripeProvider provider = provider("whsec_known1234");
        Registered replaced = (Registered) provider.register(new WebhookRequest(HOOK, again.token(), true));
        assertThat(replaced.replaced()).containsExactly(old);
        assertThat(replaced.settings()).containsKey(Stripe.WEBHOOK_SECRET);
        provider.unregister(replaced.replaced());
        provider.unregister(replaced.replaced());
        assertThat(endpoints())
                .singleElement()
                .satisfies(one -> assertThat(one.path("id").asText()).isNotEqualTo(old));
    }

    @Test
    void one_that_was_made_by_hand_gets_the_events_that_it_lacks() throws IOException {
        byte[] form = ("url=" + HOOK + "&enabled_events[0]=charge.succeeded").getBytes(StandardCharsets.UTF_8);
        Map<String, String> key = Map.of(
                "Authorization", "Bearer " + house.simulator.account("shop").get(Stripe.SECRET_KEY));
        house.send(Exchange.Ask.post(StripeHouse.URL + "/v1/webhook_endpoints", key, form));

        assertThat(provider("whsec_known1234").register(new WebhookRequest(HOOK, TOKEN, false)))
                .isInstanceOf(Registered.class);

        assertThat(endpoints()).singleElement().satisfies(one -> assertThat(one.path("enabled_events"))
                .hasSize(StripeWebhooks.EVENTS.size() + 1));
    }

    @ParameterizedTest
    @CsvSource({
        "live, https://pay.example.com/hooks/1, ",
        "live, http://pay.example.com/hooks/1, NOT_HTTPS",
        "test, http://pay.example.com/hooks/1, ",
        "live, https://localhost/hooks/1, NOT_PUBLIC",
        "test, http://127.0.0.1:8080/hooks/1, NOT_PUBLIC",
        "test, http://192.168.1.7/hooks/1, NOT_PUBLIC",
        "test, http://gateway:8080/hooks/1, NOT_PUBLIC",
        "test, 'http://[::1]/hooks/1', NOT_PUBLIC",
        "live, https://172.20.0.3/hooks/1, NOT_PUBLIC",
        "live, https://172.32.0.3/hooks/1, "
    })
    void an_address_that_stripe_cannot_call_is_named(String mode, String url, String problem) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                Stripe.MODE, mode, Stripe.SECRET_KEY, mode.equals("live") ? "sk_live_12345678" : "sk_test_12345678"));
        Exchange none = ask -> {
            throw new IOException("asked");
        };
        StripeProvider provider = new StripeProvider(new Settings(settings), none, house.clock);
        if (problem == null) {
            assertThatThrownBy(() -> provider.register(new WebhookRequest(url, TOKEN, false)))
                    .hasMessage("asked");
        } else {
            assertThat(provider.register(new WebhookRequest(url, TOKEN, false)))
                    .isEqualTo(new Registration.Refused(Reason.valueOf(problem), ""));
        }
    }

    @Test
    void the_guide_names_the_events_that_are_registered() throws IOException {
        Properties texts = new Properties();
        try (var in = StripeProvider.class.getResourceAsStream("messages_en.properties")) {
            texts.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
        }
        assertThat(texts.getProperty("provider.stripe.guide.6")).contains(StripeWebhooks.EVENTS);
    }

    private List<ObjectNode> endpoints() {
        return house.objects("webhook_endpoint");
    }

    private StripeProvider provider(String secret) {
        Map<String, String> settings =
                new HashMap<>(house.simulator.account("shop").values());
        settings.put(Stripe.WEBHOOK_SECRET, secret);
        if (secret.isEmpty()) {
            settings.remove(Stripe.WEBHOOK_SECRET);
        }
        return new StripeProvider(new Settings(settings), house::send, house.clock);
    }
}
