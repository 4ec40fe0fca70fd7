package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Document;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import dev.tillgate.provider.simulator.Parts;
import dev.tillgate.provider.simulator.Parts.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Disputes, evidence and webhooks, as PayPal's published schemas have them: it has no client of its own for them. */
class PayPalDisputeSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PayPalHouse house = new PayPalHouse();
    private final Map<Ask, Answer> talk = new LinkedHashMap<>();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void evidence_is_what_the_schemas_say() throws IOException {
        Started started = house.paid(CaptureMode.AUTOMATIC);
        house.simulator.dispute(
                Objects.requireNonNull(
                        house.simulator.newest("shop", started.attempt().value(), false)),
                "UNAUTHORISED");
        assertProblemFree("disputes dispute", house.simulator.disputes("shop").getFirst());
        byte[] pdf = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);
        Evidence evidence = new Evidence(
                TimeOrderedId.next("evi"),
                house.simulator.disputes("shop").getFirst().path("dispute_id").asText(),
                "x".repeat(9_000),
                "1 × Tea",
                "Paid",
                List.of("3WS96513UY337350N"),
                Stream.of(Topic.values())
                        .map(topic -> new Document(topic, "application/pdf", pdf))
                        .toList());
        heard();

        assertThat(house.provider.answer(evidence)).isEqualTo(new Submission.Taken());

        Map.Entry<Ask, Answer> said = talk.entrySet().iterator().next();
        List<Part> parts = Objects.requireNonNull(Parts.read(
                said.getKey().headers().get("Content-Type"), said.getKey().body()));
        assertThat(parts.getFirst().name()).isEqualTo("input");
        assertThat(parts.getFirst().mediaType()).isEqualTo("application/json");
        for (JsonNode one : JSON.readTree(parts.getFirst().content()).path("evidences")) {
            assertProblemFree("disputes evidence", one);
        }
        assertThat(parts).hasSize(2 + Topic.values().length);
        assertProblemFree(
                "disputes subsequent_action", JSON.readTree(said.getValue().body()));
        assertProblemFree("disputes dispute", house.simulator.disputes("shop").getFirst());
        house.simulator.decide("shop", evidence.dispute(), "RESOLVED_SELLER_FAVOUR");
        assertProblemFree("disputes dispute", house.simulator.disputes("shop").getFirst());
    }

    @Test
    void webhooks_are_what_the_schemas_say() throws IOException {
        heard();
        house.provider.register(new WebhookRequest("https://pay.example/hook", "wish_0123456789abcdefghij", false));
        house.provider.register(new WebhookRequest("https://pay.example/hook", "wish_0123456789abcdefghij", false));
        int checked = 0;
        for (Map.Entry<Ask, Answer> said : talk.entrySet()) {
            JsonNode answer = JSON.readTree(said.getValue().body());
            if (said.getKey().url().endsWith("-event-types")) {
                answer.path("event_types").forEach(type -> assertProblemFree("notifications event_type", type));
            } else if (said.getKey().method().equals("GET")) {
                answer.path("webhooks").forEach(webhook -> assertProblemFree("notifications webhook", webhook));
            } else {
                assertProblemFree("notifications webhook", answer);
                assertProblemFree(
                        "notifications webhook", JSON.readTree(said.getKey().body()));
            }
            checked++;
        }
        assertThat(checked).isEqualTo(5);
    }

    /** From now on what is said is kept, but for access tokens. */
    private void heard() {
        house.wire.instead(ask -> {
            try {
                Answer answer = house.wire.real(ask);
                if (!ask.url().endsWith("/token")) {
                    talk.put(ask, answer);
                }
                return answer;
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }

    private static void assertProblemFree(String schema, JsonNode body) {
        String[] names = schema.split(" ");
        assertThat(Schemas.problems(names[0], names[1], body))
                .as(schema + " " + body)
                .isEmpty();
    }
}
