package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Refunds: accepted first (PROCESSING), decided later (SUCCESS, ABNORMAL, CLOSED); the same number is the same refund.
 * Called under the book's lock.
 */
final class RefundDesk {
    static final String KIND = "refund";
    private static final int MOST_PER_ORDER = 50;

    private final JsonBook book;
    private final TradeDesk trades;
    private final InstantSource clock;
    private final Duration takes;
    private final Consumer<ObjectNode> accepted;
    private final BiConsumer<SimulatorMerchant, ObjectNode> decided;
    private final Set<String> withoutBalance = ConcurrentHashMap.newKeySet();

    /**
     * @param takes how long a refund is on its way; none for one that is there at once
     * @param accepted told of every refund that is on its way now
     * @param decided told of every refund that is decided
     */
    RefundDesk(
            JsonBook book,
            TradeDesk trades,
            InstantSource clock,
            Duration takes,
            Consumer<ObjectNode> accepted,
            BiConsumer<SimulatorMerchant, ObjectNode> decided) {
        this.book = book;
        this.trades = trades;
        this.clock = clock;
        this.takes = takes;
        this.accepted = accepted;
        this.decided = decided;
    }

    /** Whether the merchant has money to give back. */
    void balance(SimulatorMerchant merchant, boolean enough) {
        if (enough) {
            withoutBalance.remove(merchant.mchid());
        } else {
            withoutBalance.add(merchant.mchid());
        }
    }

    ObjectNode ask(SimulatorMerchant merchant, ObjectNode body) {
        String number = SimulatorJson.text(body, "out_refund_no");
        if (!number.matches("[0-9A-Za-z_|*@-]{1,64}")) {
            throw SimulatorJson.wrong("out_refund_no");
        }
        ObjectNode trade = trades.find(merchant.mchid(), SimulatorJson.text(body, "out_trade_no"));
        if (trade == null) {
            throw new WireError(404, "RESOURCE_NOT_EXISTS", "there is no such order");
        }
        JsonNode amount = body.path("amount");
        long fen = SimulatorJson.fen(amount, "refund");
        ObjectNode known = find(merchant, number);
        if (known != null) {
            boolean same = known.path("out_trade_no").equals(trade.path("out_trade_no"))
                    && known.path("refund").asLong() == fen;
            if (!same) {
                throw new WireError(400, "INVALID_REQUEST", "the refund was asked for with other parameters");
            }
            return known;
        }
        check(merchant, trade, amount, fen);
        ObjectNode refund = accept(merchant, trade, number, fen);
        if (body.path("notify_url").isTextual()) {
            put(refund.put("notify_url", SimulatorJson.text(body, "notify_url")));
        }
        if (takes.isZero()) {
            decide(merchant, refund, "SUCCESS");
        } else {
            accepted.accept(refund);
        }
        return refund;
    }

    /** Made by the merchant on WeChat's own pages, at once; answers the number that WeChat gives it. */
    String inPlatform(SimulatorMerchant merchant, String order, long fen) {
        ObjectNode trade = trades.find(merchant.mchid(), order);
        if (trade == null) {
            throw new WireError(404, "RESOURCE_NOT_EXISTS", "there is no such order");
        }
        ObjectNode refund = accept(merchant, trade, "BO" + SimulatorJson.number("77", clock.millis()), fen);
        decide(merchant, refund, "SUCCESS");
        return refund.path("out_refund_no").asText();
    }

    private void check(SimulatorMerchant merchant, ObjectNode trade, JsonNode amount, long fen) {
        boolean paid = TradeDesk.is(trade, "SUCCESS") || TradeDesk.is(trade, "REFUND");
        if (!paid || !amount.path("currency").asText().equals("CNY")) {
            throw new WireError(400, "INVALID_REQUEST", paid ? "currency" : "the order is not paid");
        }
        if (SimulatorJson.fen(amount, "total") != TradeDesk.total(trade)) {
            throw new WireError(400, "INVALID_REQUEST", "total is not the order's");
        }
        if (trade.path("refunded").asLong() + fen > TradeDesk.total(trade)) {
            throw new WireError(400, "INVALID_REQUEST", "more than is left to refund");
        }
        if (trade.path("refunds").asInt() >= MOST_PER_ORDER) {
            throw new WireError(400, "INVALID_REQUEST", "fifty refunds of an order at most");
        }
        if (withoutBalance.contains(merchant.mchid())) {
            throw new WireError(403, "NOT_ENOUGH", "the merchant's balance does not suffice");
        }
    }

    private ObjectNode accept(SimulatorMerchant merchant, ObjectNode trade, String number, long fen) {
        long now = clock.millis();
        trade.put("state", "REFUND").put("refunded", trade.path("refunded").asLong() + fen);
        trades.put(trade.put("refunds", trade.path("refunds").asInt() + 1));
        ObjectNode refund = SimulatorJson.object();
        refund.put("mchid", merchant.mchid()).put("out_refund_no", number);
        refund.put("refund_id", SimulatorJson.number("5030", now));
        refund.set("out_trade_no", trade.path("out_trade_no"));
        refund.set("transaction_id", trade.path("transaction_id"));
        refund.put("refund", fen).put("total", TradeDesk.total(trade)).put("status", "PROCESSING");
        refund.put("created", now).put("due", now + takes.toMillis());
        put(refund);
        return refund;
    }

    /** It arrives, or it does not: then the money stays with the merchant and can be refunded once more. */
    void decide(SimulatorMerchant merchant, ObjectNode refund, String status) {
        if (!refund.path("status").asText().equals("PROCESSING")) {
            return;
        }
        refund.put("status", status);
        if (status.equals("SUCCESS")) {
            refund.put("success", clock.millis());
        } else {
            ObjectNode trade =
                    trades.find(merchant.mchid(), refund.path("out_trade_no").asText());
            if (trade != null) {
                long left =
                        trade.path("refunded").asLong() - refund.path("refund").asLong();
                trades.put(trade.put("refunded", left));
            }
        }
        put(refund);
        decided.accept(merchant, refund);
    }

    @Nullable
    ObjectNode find(SimulatorMerchant merchant, String number) {
        return book.get(KIND, merchant.mchid() + "/" + number);
    }

    ObjectNode existing(SimulatorMerchant merchant, String number) {
        ObjectNode refund = find(merchant, number);
        if (refund == null) {
            throw new WireError(404, "RESOURCE_NOT_EXISTS", "there is no such refund");
        }
        return refund;
    }

    private void put(ObjectNode refund) {
        book.put(
                KIND,
                refund.path("mchid").asText() + "/"
                        + refund.path("out_refund_no").asText(),
                refund);
    }

    /** As an answer tells it. */
    static ObjectNode told(ObjectNode refund) {
        ObjectNode told = common(refund).put("channel", "ORIGINAL").put("funds_account", "AVAILABLE");
        told.put("create_time", SimulatorJson.time(refund.path("created").asLong()));
        told.put("status", refund.path("status").asText());
        long fen = refund.path("refund").asLong();
        told.withObject("/amount")
                .put("settlement_refund", fen)
                .put("settlement_total", refund.path("total").asLong())
                .put("discount_refund", 0)
                .put("currency", "CNY");
        told.putArray("promotion_detail");
        return told;
    }

    /** As a notification tells it. */
    static ObjectNode notified(ObjectNode refund) {
        ObjectNode told = common(refund);
        told.put("mchid", refund.path("mchid").asText());
        told.put("refund_status", refund.path("status").asText());
        return told;
    }

    private static ObjectNode common(ObjectNode refund) {
        ObjectNode told = SimulatorJson.object();
        for (String field : new String[] {"refund_id", "out_refund_no", "transaction_id", "out_trade_no"}) {
            told.set(field, refund.path(field));
        }
        told.put("user_received_account", "支付用户零钱");
        if (refund.has("success")) {
            told.put("success_time", SimulatorJson.time(refund.path("success").asLong()));
        }
        long fen = refund.path("refund").asLong();
        long total = refund.path("total").asLong();
        told.putObject("amount")
                .put("total", total)
                .put("refund", fen)
                .put("payer_total", total)
                .put("payer_refund", fen);
        return told;
    }
}
