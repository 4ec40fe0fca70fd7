package dev.tillgate.platform.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tillgate.callback.CallbackForm;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The smallest honest platform, by which the contract and the guard are tested: everything is told by callback. */
public final class FakePlatform implements Platform {
    public static final PlatformType TYPE = new PlatformType(
            "fake", List.of(SettingField.text("url")), FakePlatform.class, FakePlatform::new, settings -> Map.of());

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String NAME = "[0-9A-Za-z_-]{1,40}";

    private final String url;
    private final PlatformType.Tools tools;

    FakePlatform(Settings settings, PlatformType.Tools tools) {
        this.url = settings.get("url");
        this.tools = tools;
    }

    @Override
    public Inbound read(InboundRequest request) {
        if (!tools.signature().signed(request)) {
            return new Inbound.Rejected("not signed by the store");
        }
        JsonNode body = StrictJson.object(request.body());
        String id = request.header(CallbackForm.WEBHOOK_ID);
        if (body == null || id == null || !id.matches("[0-9A-Za-z_-]{1,100}")) {
            return new Inbound.Rejected("not a message");
        }
        String order = StrictJson.text(body, "order");
        ShopEvent.Kind kind =
                switch (body.path("type").asText()) {
                    case "order.changed" -> ShopEvent.Kind.ORDER_CHANGED;
                    case "order.deleted" -> ShopEvent.Kind.ORDER_DELETED;
                    case "order.refunded_by_hand" -> ShopEvent.Kind.REFUNDED_BY_HAND;
                    case "shop.disconnected" -> ShopEvent.Kind.DISCONNECTED;
                    default -> null;
                };
        if (kind == null || (kind != ShopEvent.Kind.DISCONNECTED && (order == null || !order.matches(NAME)))) {
            return new Inbound.Ignored("nothing about an order");
        }
        return new Inbound.Verified(id, List.of(new ShopEvent(kind, order, null)));
    }

    @Override
    public OrderReading load(String reference) {
        if (!reference.matches(NAME)) {
            return new OrderReading.Missing();
        }
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .put("id", TimeOrderedId.next("msg"))
                .put("type", "order.read")
                .put("order", reference)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        try {
            return reading(
                    reference, tools.exchange().send(tools.signature().sign(url, TimeOrderedId.next("msg"), body)));
        } catch (IOException away) {
            return new OrderReading.Later("no answer", SOON);
        }
    }

    private OrderReading reading(String reference, Answer answer) {
        if (answer.status() == 401 || answer.status() == 403) {
            return new OrderReading.Refused("platform.fake.revoked", Map.of());
        }
        if (answer.status() == 429) {
            String wish = answer.header("retry-after");
            return new OrderReading.Later(
                    "throttled", wish == null ? SOON : Duration.ofSeconds(Math.min(3600, Integer.parseInt(wish))));
        }
        JsonNode body = StrictJson.object(answer.body());
        if (body == null || !tools.signature().signed(answer) || !reference.equals(StrictJson.text(body, "order"))) {
            return new OrderReading.Later("HTTP " + answer.status(), SOON);
        }
        if (answer.status() == 404) {
            return new OrderReading.Missing();
        }
        return answer.status() == 200
                ? order(reference, body)
                : new OrderReading.Later("HTTP " + answer.status(), SOON);
    }

    private static OrderReading order(String reference, JsonNode body) {
        try {
            String currency = body.path("currency").asText();
            if (body.path("amount").asText().startsWith("-")) {
                return new OrderReading.Refused("platform.fake.amount", Map.of());
            }
            return new OrderReading.Found(new ShopOrder(
                    reference,
                    body.path("revision").asLong(),
                    ShopOrder.State.valueOf(body.path("state").asText().toUpperCase(Locale.ROOT)),
                    Money.parse(body.path("amount").asText(), currency),
                    Money.parse(body.path("refunded").asText(), currency),
                    StrictJson.text(body, "transaction_id"),
                    body.path("offered").asBoolean(),
                    body.path("description").asText(),
                    List.of(),
                    Buyer.UNKNOWN));
        } catch (IllegalArgumentException notExact) {
            return new OrderReading.Refused("platform.fake.amount", Map.of());
        }
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        return switch (load(fact.reference())) {
            case OrderReading.Found found -> compared(found.order(), fact);
            case OrderReading.Missing missing ->
                fact.standing() == Standing.PAID ? refused("deleted") : new Reconciled.Agreed(List.of());
            case OrderReading.Later later -> new Reconciled.Later(later.why(), later.after());
            case OrderReading.Refused refused -> new Reconciled.Refused(refused.reason(), refused.details());
        };
    }

    private static Reconciled compared(ShopOrder order, ShopFact fact) {
        String ours = fact.payment().value();
        if (fact.standing() != Standing.PAID) {
            return ours.equals(order.transaction()) ? refused("paid_there_only") : new Reconciled.Agreed(List.of());
        }
        if (!order.total().equals(fact.paid())) {
            return refused("amount");
        }
        boolean paid = order.state() == ShopOrder.State.PAID || order.state() == ShopOrder.State.REFUNDED;
        if (!paid) {
            return new Reconciled.TellAgain("the shop says " + order.state());
        }
        if (!ours.equals(order.transaction())) {
            return refused("paid_otherwise");
        }
        Money back = Money.zero(fact.paid().currency());
        for (Refunded refund : fact.refunds()) {
            back = back.plus(refund.amount());
        }
        int difference = order.refunded().compareTo(back);
        if (difference > 0) {
            return refused("refunded_there_only");
        }
        return difference < 0
                ? new Reconciled.TellAgain("the shop has not booked what went back")
                : new Reconciled.Agreed(List.of());
    }

    private static Reconciled refused(String why) {
        return new Reconciled.Refused("platform.fake." + why, Map.of());
    }
}
