package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What we send and what the simulator answers and tells is what PayPal's published schemas say. */
class PayPalSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final PayPalHouse house = new PayPalHouse();
    private final Map<Ask, Answer> talk = new LinkedHashMap<>();

    @AfterEach
    void close() {
        house.close();
    }

    /** Everything that can be said once, with every state of an order. */
    private void everything() {
        house.wire.instead(ask -> {
            try {
                Answer answer = house.wire.real(ask);
                talk.put(ask, answer);
                return answer;
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        for (Money amount : List.of(PayPalHouse.AMOUNT, Money.ofMinor(150_000, "HUF"), Money.ofMinor(1500, "JPY"))) {
            for (CaptureMode mode : CaptureMode.values()) {
                Started started = house.start(amount, mode);
                house.query(started);
                house.complete(started);
                house.choose(started, "PAY");
                house.query(started);
                house.complete(started);
                if (mode == CaptureMode.MANUAL) {
                    Money part = Money.ofMinor(amount.minorUnits() / 3, amount.currencyCode());
                    house.send(house.operation(OperationKind.CAPTURE, started, part));
                    house.send(house.operation(OperationKind.VOID, started, amount.minus(part)));
                    house.send(house.operation(OperationKind.REFUND, started, part));
                } else {
                    house.send(house.operation(OperationKind.REFUND, started, amount));
                }
                house.query(started);
            }
        }
        Started pending = house.start(CaptureMode.AUTOMATIC);
        house.choose(pending, "PAY_LATER");
        house.complete(pending);
        house.query(pending);
        Started declined = house.start(CaptureMode.AUTOMATIC);
        house.choose(declined, "DECLINE");
        house.complete(declined);
    }

    @Test
    void ourRequestsAreWhatTheSchemasSay() throws IOException {
        everything();
        int checked = 0;
        for (Ask ask : talk.keySet()) {
            String schema = ask.url().endsWith("/orders")
                    ? "orders order_request"
                    : ask.url().contains("/authorizations/") && ask.url().endsWith("/capture")
                            ? "payments capture_request"
                            : ask.url().endsWith("/refund") ? "payments refund_request" : "";
            if (!schema.isEmpty()) {
                checked++;
                assertProblemFree(schema, JSON.readTree(ask.body()));
            }
        }
        assertThat(checked).isGreaterThan(12);
    }

    @Test
    void theSimulatorsAnswersAreWhatTheSchemasSay() throws IOException {
        everything();
        int checked = 0;
        for (Map.Entry<Ask, Answer> said : talk.entrySet()) {
            if (!said.getKey().url().contains("/v2/")) {
                continue;
            }
            checked++;
            JsonNode body = JSON.readTree(said.getValue().body());
            assertProblemFree(schema(said.getKey().url(), said.getValue().status()), body);
        }
        assertThat(checked).isGreaterThan(40);
    }

    private static String schema(String url, int status) {
        if (status >= 400) {
            return "payments error_" + status;
        }
        if (url.contains("/checkout/orders")) {
            return "orders order";
        }
        return url.endsWith("/refund")
                ? "payments refund"
                : url.endsWith("/void") ? "payments authorization" : "payments capture";
    }

    @Test
    void theSimulatorsNotificationsAreWhatTheSchemasSay() throws IOException {
        everything();
        Awaitility.await().until(() -> house.notices.size() >= 18);
        for (Ask notice : house.notices) {
            JsonNode event = JSON.readTree(notice.body());
            assertProblemFree("notifications event", event);
            ObjectNode resource = event.path("resource").deepCopy();
            // Notifications carry these ids although the schemas of the payments themselves do not name them.
            resource.remove("supplementary_data");
            String type = event.path("resource_type").asText();
            assertProblemFree(type.equals("checkout-order") ? "orders order" : "payments " + type, resource);
        }
    }

    @Test
    void theSecondCheckAsksWhatTheSchemaSays() throws IOException {
        house.paid(CaptureMode.AUTOMATIC);
        Awaitility.await().until(() -> !house.notices.isEmpty());
        Ask notice = house.notices.get(0);
        house.wire.instead(ask -> ask.url().contains("/certs/") ? PayPalHouse.json(200, "none") : null);
        house.provider.read(new dev.tillgate.provider.InboundRequest(
                "POST", "/n", null, notice.headers(), notice.body(), house.clock.instant()));
        assertThat(house.wire.last().url()).endsWith("/verify-webhook-signature");
        assertProblemFree(
                "notifications verify_webhook_signature",
                JSON.readTree(house.wire.last().body()));
    }

    @Test
    void theCheckItselfFindsWhatIsWrong() throws IOException {
        String wrong = "{\"id\":7,\"status\":\"PAID\",\"extra\":1,\"links\":{},\"purchase_units\":[]}";
        assertThat(Schemas.problems("orders", "order", JSON.readTree(wrong))).hasSize(5);
    }

    private static void assertProblemFree(String schema, JsonNode body) {
        String[] names = schema.split(" ");
        assertThat(Schemas.problems(names[0], names[1], body))
                .as(schema + " " + body)
                .isEmpty();
    }
}
