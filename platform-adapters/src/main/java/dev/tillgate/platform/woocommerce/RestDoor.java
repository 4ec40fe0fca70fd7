package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.platform.ProvesAccess;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.woocommerce.OrderJson.Unusable;
import dev.tillgate.platform.woocommerce.ShopRest.Said;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A shop without our plugin: spoken with through its own REST interface, heard through its own webhooks. */
final class RestDoor implements Platform.Tended, Platform.Polled, ProvesAccess {
    private static final DateTimeFormatter GMT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final String ORDER = "[1-9][0-9]{0,17}";
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;
    private static final String ANY = "*";

    private final ShopRest rest;
    private final RestOrders orders;
    private final ShopWebhooks webhooks;
    private final WebhookMessage messages;
    private final OrderNotes notes;
    /** Payment methods of the shop whose orders are paid through us; {@code *} for all. */
    private final Set<String> offered;

    RestDoor(Settings settings, Tools tools) {
        rest = new ShopRest(
                settings.get(WooCommerce.ROOT),
                settings.get(WooCommerce.KEY),
                settings.get(WooCommerce.SECRET),
                tools.exchange(),
                tools.clock());
        orders = new RestOrders(rest);
        webhooks = new ShopWebhooks(rest, tools.address(), settings.get(WooCommerce.WEBHOOK_SECRET));
        messages = new WebhookMessage(settings.get(WooCommerce.WEBHOOK_SECRET));
        notes = new OrderNotes(settings.getOr(WooCommerce.LANGUAGE, "en"));
        offered = Set.of(
                settings.getOr(WooCommerce.OFFERED, WooCommerce.GATEWAY).strip().split("\\s*,\\s*"));
    }

    @Override
    public Inbound read(InboundRequest request) {
        return messages.read(request);
    }

    @Override
    public OrderReading load(String reference) {
        if (!reference.matches(ORDER)) {
            return new OrderReading.Missing();
        }
        Said said = rest.get("orders/" + reference, RestOrders.EXACT);
        return switch (said) {
            case Said.Fine fine ->
                OrderJson.of(fine.body())
                        .map(this::found)
                        .orElseGet(() -> new OrderReading.Later("an answer that is no order", Duration.ofMinutes(1)));
            case Said.Missing missing ->
                missing.isWholeShop()
                        ? new OrderReading.Later("WooCommerce is switched off in the shop", Duration.ofMinutes(10))
                        : new OrderReading.Missing();
            case Said.Locked locked -> new OrderReading.Refused("platform.woocommerce.refused.locked", Map.of());
            case Said.Unwilling unwilling ->
                new OrderReading.Refused("platform.woocommerce.refused.unwilling", Map.of("code", unwilling.code()));
            case Said.Silent silent -> new OrderReading.Later(silent.why(), silent.after());
        };
    }

    private OrderReading found(OrderJson order) {
        if (order.isTrashed()) {
            return new OrderReading.Missing();
        }
        try {
            return new OrderReading.Found(order.toShopOrder(isOffered(order)));
        } catch (Unusable amount) {
            return new OrderReading.Refused(amount.reason(), Map.of("currency", order.currency()));
        }
    }

    /** A draft is still being filled in; who pays it and how much is not settled. */
    private boolean isOffered(OrderJson order) {
        return !order.isDraft() && (offered.contains(ANY) || offered.contains(order.method()));
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        return fact.reference().matches(ORDER)
                ? new ReconcileOrder(orders, notes, fact).run()
                : new Reconciled.Refused("platform.woocommerce.refused.deleted", Map.of());
    }

    @Override
    public Tending tend() {
        return webhooks.tend();
    }

    /** What is wrong with the keys, as a message key; orders are read, and a webhook list, which needs a manager. */
    @Override
    public Optional<String> prove() {
        for (String route : List.of("orders", "webhooks")) {
            Said said = rest.get(route, Map.of("per_page", "1"));
            if (said instanceof Said.Silent) {
                return Optional.of("platform.woocommerce.refused.silent");
            }
            if (!(said instanceof Said.Fine)) {
                return Optional.of("platform.woocommerce.refused.locked");
            }
        }
        return Optional.empty();
    }

    /** By the shop's own clock, to the second: the last second is asked for again, so that nothing falls between. */
    @Override
    public Changes changedSince(Instant since, int limit) {
        Set<String> references = new LinkedHashSet<>();
        Instant until = since;
        for (int page = 1; page <= MOST_PAGES; page++) {
            Said said = rest.get("orders", query(since, page));
            if (!(said instanceof Said.Fine fine) || !fine.body().isArray()) {
                List<String> trouble = ShopWebhooks.broken(said);
                return new Changes(List.copyOf(references), until, trouble.isEmpty() ? "" : trouble.get(0));
            }
            for (JsonNode order : fine.body()) {
                Instant changed = OrderJson.time(order.path("date_modified_gmt").asText());
                if (references.size() >= limit) {
                    return new Changes(List.copyOf(references), cut(since, until, changed), "");
                }
                references.add(Long.toString(order.path("id").asLong()));
                until = changed != null && changed.isAfter(until) ? changed : until;
            }
            if (fine.body().size() < PAGE) {
                break;
            }
        }
        return new Changes(List.copyOf(references), until, "");
    }

    /** Where a full list goes on; a single second that fills it alone is left behind, or there would be no end. */
    private static Instant cut(Instant since, Instant until, @Nullable Instant next) {
        boolean sameSecond = next == null || !next.isAfter(until);
        boolean stuck = sameSecond && !until.isAfter(since);
        return stuck ? until.plusSeconds(1) : until;
    }

    private static Map<String, String> query(Instant since, int page) {
        String after =
                GMT.format(since.truncatedTo(ChronoUnit.SECONDS).minusSeconds(1).atOffset(ZoneOffset.UTC));
        return Map.of(
                "modified_after", after,
                "dates_are_gmt", "true",
                "orderby", "modified",
                "order", "asc",
                "status", "any",
                "per_page", Integer.toString(PAGE),
                "page", Integer.toString(page),
                "_fields", "id,date_modified_gmt");
    }
}
