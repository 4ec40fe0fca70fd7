package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.shopify.OrderState.Claim;
import dev.tillgate.platform.shopify.OrderState.Transaction;
import dev.tillgate.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is changed on an order: who paid it, that it is paid, and what went back. Called under the order's claim. */
final class OrderChanges {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Stands before what we write on orders. */
    static final String LABEL = "Tillgate";

    private static final int LONGEST_NAME = 40;

    private final AdminApi api;
    private final Intents intents;
    private final Settings settings;
    private final Tools tools;

    OrderChanges(AdminApi api, Intents intents, Settings settings, Tools tools) {
        this.api = api;
        this.intents = intents;
        this.settings = settings;
        this.tools = tools;
    }

    /** What came of a change. */
    sealed interface Change {
        /** Shopify says so; it is read again before it is believed. */
        record Made() implements Change {}

        /** @param reason a message key when only the merchant can help, else empty */
        record Not(String reason, String why, Duration after) implements Change {}
    }

    /** Books all that is outstanding as paid by this payment. */
    Change book(ShopFact fact, OrderState order) {
        if (!order.isClaimedBy(fact.payment().value())) {
            Change claimed = claim(fact, order);
            if (claimed instanceof Change.Not) {
                return claimed;
            }
        }
        Optional<Transaction> waiting = order.waiting(fact.paid(), OrderState.word(settings));
        if (waiting.isPresent()) {
            Change captured = sent(fact, "orderCapture", Documents.CAPTURE, capture(fact, order, waiting.get()));
            boolean refused =
                    captured instanceof Change.Not not && !not.reason().isEmpty();
            if (!refused) {
                return captured;
            }
        }
        return sent(fact, "orderCreateManualPayment", Documents.MANUAL_PAYMENT, manualPayment(fact, order));
    }

    /** Makes a draft the order that it stands for. */
    Change complete(ShopFact fact, OrderState draft) {
        Change completed = sent(
                fact,
                "draftOrderComplete",
                Documents.COMPLETE_DRAFT,
                JSON.objectNode().put("id", draft.gid()));
        boolean refused = completed instanceof Change.Not not && not.reason().equals("platform.shopify.not_booked");
        return refused ? new Change.Not("platform.shopify.draft_not_completed", "", Duration.ZERO) : completed;
    }

    /** Books money that went back, once: by its key at Shopify, and by its note for ever. */
    Change giveBack(ShopFact fact, Refunded refund, OrderState order) {
        Optional<Transaction> paid = order.paid(fact.paid());
        if (paid.isEmpty()) {
            return new Change.Not("", "the payment is not visible yet", SOON);
        }
        ObjectNode transaction = JSON.objectNode()
                .put("orderId", order.gid())
                .put("parentId", paid.get().id())
                .put("gateway", paid.get().gateway())
                .put("kind", "REFUND")
                .put("amount", refund.amount().toDecimalText());
        ObjectNode input = JSON.objectNode()
                .put("orderId", order.gid())
                .put("currency", refund.amount().currencyCode())
                .put("note", LABEL + " " + refund.refund().value())
                .put("notify", false);
        input.set("transactions", JSON.arrayNode().add(transaction));
        ObjectNode variables = JSON.objectNode().put("key", key(refund));
        variables.set("input", input);
        return sent(fact, "refundCreate", Documents.REFUND, variables);
    }

    private static String key(Refunded refund) {
        return UUID.nameUUIDFromBytes(refund.refund().value().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private Change claim(ShopFact fact, OrderState order) {
        Claim known = order.claim();
        ObjectNode metafield = JSON.objectNode()
                .put("ownerId", order.gid())
                .put("namespace", "tillgate")
                .put("key", "payment")
                .put("type", "single_line_text_field")
                .put("value", fact.payment().value())
                .put("compareDigest", known == null ? null : known.digest());
        ObjectNode variables = JSON.objectNode();
        variables.set("metafields", JSON.arrayNode().add(metafield));
        Change claimed = answer("metafieldsSet", api.ask(Documents.CLAIM_ORDER, variables));
        // Whoever was faster has claimed it: it is read and compared anew.
        boolean stale = claimed instanceof Change.Not not && !not.reason().isEmpty();
        return stale ? new Change.Not("", "the order was claimed by another at the same time", MOMENT) : claimed;
    }

    private Change sent(ShopFact fact, String mutation, String document, ObjectNode variables) {
        intents.sending(fact.reference());
        ApiAnswer answer = api.ask(document, variables);
        if (!(answer instanceof ApiAnswer.Lost)) {
            intents.answered(fact.reference());
        }
        return answer(mutation, answer);
    }

    private static ObjectNode capture(ShopFact fact, OrderState order, Transaction waiting) {
        ObjectNode input = JSON.objectNode()
                .put("id", order.gid())
                .put("parentTransactionId", waiting.id())
                .put("amount", fact.paid().toDecimalText())
                .put("currency", fact.paid().currencyCode());
        ObjectNode variables = JSON.objectNode();
        variables.set("input", input);
        return variables;
    }

    private ObjectNode manualPayment(ShopFact fact, OrderState order) {
        Instant now = tools.clock().instant();
        Instant at = fact.at().isBefore(now) ? fact.at() : now;
        Money paid = fact.paid();
        ObjectNode variables = JSON.objectNode().put("id", order.gid());
        variables.set(
                "amount",
                JSON.objectNode().put("amount", paid.toDecimalText()).put("currencyCode", paid.currencyCode()));
        return variables
                .put("method", method(order))
                .put("at", at.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** The name that the merchant gave the method, so that reports have one line for it. */
    private String method(OrderState order) {
        String name = order.transactions().stream()
                .map(Transaction::gateway)
                .filter(gateway -> gateway.toLowerCase(java.util.Locale.ROOT)
                        .contains(OrderState.word(settings).toLowerCase(java.util.Locale.ROOT)))
                .findFirst()
                .orElse(LABEL);
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    }

    private static Change answer(String mutation, ApiAnswer answer) {
        return switch (answer) {
            case ApiAnswer.Data data -> read(data.data().path(mutation));
            case ApiAnswer.NotNow not -> new Change.Not("", not.why(), not.after());
            case ApiAnswer.Lost lost -> new Change.Not("", lost.why(), lost.after());
            case ApiAnswer.Closed closed -> new Change.Not(closed.reason(), "", Duration.ZERO);
        };
    }

    private static Change read(JsonNode payload) {
        JsonNode errors = payload.path("userErrors");
        if (!errors.isArray()) {
            return new Change.Not("", "what Shopify answered is not complete", SOON);
        }
        if (errors.isEmpty()) {
            return new Change.Made();
        }
        return refused(errors.path(0).path("code").asText(null));
    }

    private static Change refused(@Nullable String code) {
        if (code == null) {
            return new Change.Not("platform.shopify.not_booked", "", Duration.ZERO);
        }
        return switch (code) {
            // Somebody else has booked something since it was read.
            case "AMOUNT_EXCEEDS_BALANCE", "ORDER_NOT_FOUND", "STALE_OBJECT" ->
                new Change.Not("", "the order has changed meanwhile", MOMENT);
            case "ORDER_IS_TEMPORARILY_UNAVAILABLE" -> new Change.Not("", "Shopify is busy with the order", SOON);
            case "CURRENCY_MISMATCH" -> new Change.Not("platform.shopify.currency", "", Duration.ZERO);
            default -> new Change.Not("platform.shopify.not_booked", "", Duration.ZERO);
        };
    }
}
