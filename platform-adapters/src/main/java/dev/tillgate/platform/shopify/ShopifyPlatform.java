package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.platform.DraftsOrders;
import dev.tillgate.platform.EmbeddedShop;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One Shopify shop. */
public final class ShopifyPlatform implements Platform.Tended, Platform.Polled, EmbeddedShop, DraftsOrders {
    private static final int PAGE = 100;
    /** Changes become visible to searches some time after they were made. */
    private static final Duration LAG = Duration.ofMinutes(2);

    private final Settings settings;
    private final Tools tools;
    private final ShopifyTokens tokens;
    private final AdminApi api;
    private final Orders orders;
    private final Drafts drafts;
    private final SettleOrder settle;

    ShopifyPlatform(Settings settings, Tools tools) {
        this.settings = settings;
        this.tools = tools;
        tokens = new ShopifyTokens(settings, tools);
        api = new AdminApi(settings, tools, tokens);
        orders = new Orders(api, settings);
        drafts = new Drafts(api, settings);
        Intents intents = new Intents(tools);
        settle = new SettleOrder(orders, intents, new OrderChanges(api, intents, settings, tools));
    }

    @Override
    public Inbound read(InboundRequest request) {
        return Webhooks.read(request, settings);
    }

    @Override
    public OrderReading load(String reference) {
        return orders.reading(reference);
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        return settle.run(fact);
    }

    @Override
    public Drafted draft(List<Line> lines, @Nullable String currency) {
        return drafts.make(lines, currency);
    }

    @Override
    public Tending tend() {
        return new Tend(api, tools).run();
    }

    @Override
    public Changes changedSince(Instant since, int limit) {
        Instant asked = tools.clock().instant();
        String query = "updated_at:>='" + since.truncatedTo(ChronoUnit.SECONDS) + "'";
        List<String> found = new ArrayList<>();
        Instant last = since;
        String cursor = null;
        int seen = 0;
        while (seen < limit) {
            ObjectNode variables = JsonNodeFactory.instance
                    .objectNode()
                    .put("query", query)
                    .put("first", Math.min(PAGE, limit - seen))
                    .put("after", cursor);
            ApiAnswer answer = api.ask(Documents.CHANGED_ORDERS, variables);
            if (!(answer instanceof ApiAnswer.Data data)) {
                // What was seen counts; the rest is asked for next time, from there.
                return new Changes(found, last, answer instanceof ApiAnswer.Closed closed ? closed.reason() : "");
            }
            JsonNode page = data.data().path("orders");
            for (JsonNode node : page.path("nodes")) {
                seen++;
                Instant at = OrderState.instant(StrictJson.text(node, "updatedAt"));
                last = at.isAfter(last) ? at : last;
                if (OrderState.offered(node.path("paymentGatewayNames"), settings)) {
                    found.add(node.path("legacyResourceId").asText(""));
                }
            }
            cursor = StrictJson.text(page.path("pageInfo"), "endCursor");
            if (!page.path("pageInfo").path("hasNextPage").asBoolean() || cursor == null) {
                Instant settled = asked.minus(LAG);
                return new Changes(found, settled.isAfter(since) ? settled : since, "");
            }
        }
        return new Changes(found, last, "");
    }

    @Override
    public boolean isGenuine(Place place, String token) {
        return SessionToken.isGenuine(place, token, settings, tools.clock().instant());
    }

    @Override
    public String welcome(String token) {
        if (!isGenuine(Place.ADMINISTRATION, token)) {
            return "platform.shopify.revoked";
        }
        return switch (api.ask(Documents.LOOK_AT_APP, JsonNodeFactory.instance.objectNode())) {
            case ApiAnswer.Data works -> "";
            case ApiAnswer.NotNow not -> "platform.shopify.away";
            case ApiAnswer.Lost lost -> "platform.shopify.away";
            case ApiAnswer.Closed closed -> exchanged(token, closed.reason());
        };
    }

    /** The app's own credentials do not suffice where app and shop belong to different organizations. */
    private String exchanged(String token, String reason) {
        return switch (tokens.exchange(token)) {
            case ShopifyTokens.Found.Token fresh -> "";
            case ShopifyTokens.Found.None none ->
                none.why() instanceof ApiAnswer.Closed closed ? closed.reason() : reason;
        };
    }

    @Override
    public String frameAncestors() {
        return "https://" + settings.get(Shopify.SHOP) + " https://admin.shopify.com";
    }

    @Override
    public Checkout order(String checkoutToken) {
        if (!checkoutToken.matches("[0-9A-Za-z_-]{8,100}")) {
            return new Checkout.NotYet();
        }
        ObjectNode variables =
                JsonNodeFactory.instance.objectNode().put("query", "checkout_token:'" + checkoutToken + "'");
        return switch (api.ask(Documents.FIND_ORDER, variables)) {
            case ApiAnswer.Data data -> order(data.data(), checkoutToken);
            case ApiAnswer.NotNow not -> new Checkout.Later(not.why(), not.after());
            case ApiAnswer.Lost lost -> new Checkout.Later(lost.why(), lost.after());
            case ApiAnswer.Closed closed -> new Checkout.Refused(closed.reason());
        };
    }

    /** A search is only a search: the order itself must say that it came of this checkout. */
    private static Checkout order(JsonNode data, String checkoutToken) {
        for (JsonNode node : data.path("orders").path("nodes")) {
            String reference = node.path("legacyResourceId").asText("");
            if (checkoutToken.equals(StrictJson.text(node, "checkoutToken")) && OrderState.isReference(reference)) {
                return new Checkout.Order(reference);
            }
        }
        return new Checkout.NotYet();
    }

    @Override
    public String shopName() {
        return settings.get(Shopify.SHOP);
    }

    @Override
    public String appId() {
        return settings.get(Shopify.CLIENT_ID);
    }

    @Override
    public Map<String, String> appFiles(String pages) {
        return AppFiles.of(settings, pages, tools.address());
    }
}
