package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders: made, asked about, closed, paid. States and their words: NOTPAY, USERPAYING, SUCCESS, REFUND, CLOSED. Called
 * under the book's lock.
 */
final class TradeDesk {
    static final String KIND = "trade";
    private static final String TOKEN = "token";
    private static final Map<String, String> WORDS = Map.of(
            "NOTPAY", "订单未支付",
            "USERPAYING", "用户支付中",
            "SUCCESS", "支付成功",
            "REFUND", "订单发生过退款",
            "CLOSED", "订单已关闭");

    private final JsonBook book;
    private final SimulatorMerchants merchants;
    private final InstantSource clock;
    private final BiConsumer<SimulatorMerchant, ObjectNode> paid;

    /** @param paid told of every order that was paid */
    TradeDesk(
            JsonBook book,
            SimulatorMerchants merchants,
            InstantSource clock,
            BiConsumer<SimulatorMerchant, ObjectNode> paid) {
        this.book = book;
        this.merchants = merchants;
        this.clock = clock;
        this.paid = paid;
    }

    /** Makes an order, or finds the same one again. */
    ObjectNode prepay(SimulatorMerchant merchant, String type, ObjectNode terms) {
        check(merchant, type, terms);
        String number = SimulatorJson.text(terms, "out_trade_no");
        ObjectNode known = find(merchant.mchid(), number);
        if (known == null) {
            return opened(merchant, type, terms, number);
        }
        switch (known.path("state").asText()) {
            case "SUCCESS", "REFUND" -> throw new WireError(400, "ORDERPAID", "the order is paid");
            case "CLOSED" -> throw new WireError(400, "ORDER_CLOSED", "the order is closed");
            default -> {
                if (!known.path("terms").equals(terms)
                        || !known.path("trade_type").asText().equals(type)) {
                    throw new WireError(400, "INVALID_REQUEST", "the order was made with other parameters");
                }
            }
        }
        return known;
    }

    private ObjectNode opened(SimulatorMerchant merchant, String type, ObjectNode terms, String number) {
        ObjectNode trade = SimulatorJson.object();
        trade.put("mchid", merchant.mchid()).put("appid", merchant.appid()).put("out_trade_no", number);
        trade.put("trade_type", type).put("state", "NOTPAY").put("created", clock.millis());
        trade.put("token", merchants.nonce()).put("prepay_id", "wx" + merchants.nonce());
        trade.put("expires", expiry(terms)).put("refunded", 0L).put("refunds", 0);
        trade.set("terms", terms);
        put(trade);
        book.put(
                TOKEN,
                trade.path("token").asText(),
                SimulatorJson.object().put("mchid", merchant.mchid()).put("out_trade_no", number));
        return trade;
    }

    private void check(SimulatorMerchant merchant, String type, ObjectNode terms) {
        if (!merchant.mchid().equals(SimulatorJson.text(terms, "mchid"))) {
            throw new WireError(400, "MCH_NOT_EXISTS", "mchid is not the one that signed");
        }
        if (!merchant.appid().equals(SimulatorJson.text(terms, "appid"))) {
            throw new WireError(400, "APPID_MCHID_NOT_MATCH", "appid and mchid do not belong together");
        }
        SimulatorJson.text(terms, "description");
        if (!SimulatorJson.text(terms, "out_trade_no").matches("[0-9A-Za-z_|*@-]{6,32}")) {
            throw SimulatorJson.wrong("out_trade_no");
        }
        if (!SimulatorJson.text(terms, "notify_url").matches("https?://[^?#]{1,240}")) {
            throw SimulatorJson.wrong("notify_url");
        }
        JsonNode amount = terms.path("amount");
        SimulatorJson.fen(amount, "total");
        if (!amount.path("currency").asText("CNY").equals("CNY")) {
            throw SimulatorJson.wrong("currency");
        }
        if (type.equals("JSAPI")) {
            SimulatorJson.text(terms.path("payer"), "openid");
        }
        if (type.equals("MWEB")) {
            SimulatorJson.text(terms.path("scene_info"), "payer_client_ip");
            SimulatorJson.text(terms.path("scene_info").path("h5_info"), "type");
        }
        if (terms.has("time_expire") && expiry(terms) <= clock.millis()) {
            throw SimulatorJson.wrong("time_expire");
        }
    }

    private long expiry(JsonNode terms) {
        String text = terms.path("time_expire").asText("");
        if (text.isEmpty()) {
            return clock.millis() + Duration.ofDays(7).toMillis();
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeParseException garbled) {
            throw SimulatorJson.wrong("time_expire");
        }
    }

    /** The order as it stands now, or null. */
    @Nullable
    ObjectNode find(String mchid, String number) {
        return book.get(KIND, mchid + "/" + number);
    }

    /**
     * Whether the payer can pay it. One whose time is up cannot be paid any more and stays open all the same, until it is
     * closed (https://pay.weixin.qq.com/docs/merchant/products/h5-payment/apilist.html, checked 2026-11-25).
     */
    boolean isPayable(ObjectNode trade) {
        return is(trade, "NOTPAY") && trade.path("expires").asLong() > clock.millis();
    }

    /** The order whose payer's page has this token, or null. */
    @Nullable
    ObjectNode byToken(String token) {
        ObjectNode found = book.get(TOKEN, token);
        return found == null
                ? null
                : find(found.path("mchid").asText(), found.path("out_trade_no").asText());
    }

    ObjectNode existing(SimulatorMerchant merchant, String number) {
        ObjectNode trade = find(merchant.mchid(), number);
        if (trade == null) {
            throw new WireError(404, "ORDER_NOT_EXIST", "there is no such order");
        }
        return trade;
    }

    /** By WeChat's own number, which only paid orders have. */
    ObjectNode byTransaction(SimulatorMerchant merchant, String id) {
        return book.all(KIND).stream()
                .filter(trade -> trade.path("transaction_id").asText().equals(id))
                .filter(trade -> trade.path("mchid").asText().equals(merchant.mchid()))
                .findFirst()
                .orElseThrow(() -> new WireError(404, "ORDER_NOT_EXIST", "there is no such order"));
    }

    void close(SimulatorMerchant merchant, String number) {
        ObjectNode trade = existing(merchant, number);
        switch (trade.path("state").asText()) {
            case "NOTPAY" -> put(trade.put("state", "CLOSED"));
            case "CLOSED" -> throw new WireError(400, "ORDER_CLOSED", "the order is closed already");
            // What WeChat says while the payer types the password, however seldom it is asked.
            case "USERPAYING" -> throw new WireError(429, "FREQUENCY_LIMITED", "too many requests");
            default -> throw new WireError(400, "ORDERPAID", "the order is paid");
        }
    }

    /** The payer begins to pay; it will succeed at that time. */
    void payLater(ObjectNode trade, long at) {
        if (isPayable(trade)) {
            put(trade.put("state", "USERPAYING").put("paid_at", at));
        }
    }

    /** The payer turns back from the password. */
    void turnBack(ObjectNode trade) {
        if (is(trade, "USERPAYING")) {
            put(trade.put("state", "NOTPAY"));
        }
    }

    /** The payer pays, if the order is open. */
    void pay(ObjectNode trade) {
        if (isPayable(trade) || is(trade, "USERPAYING")) {
            collect(trade);
        }
    }

    /** Money arrives whatever the state: a payment that crossed with a close. */
    void collect(ObjectNode trade) {
        long now = clock.millis();
        trade.put("state", "SUCCESS").put("success", now);
        trade.put("transaction_id", SimulatorJson.number("4200", now));
        put(trade);
        SimulatorMerchant merchant = merchants.find(trade.path("mchid").asText());
        if (merchant != null) {
            paid.accept(merchant, trade);
        }
    }

    void put(ObjectNode trade) {
        book.put(
                KIND,
                trade.path("mchid").asText() + "/" + trade.path("out_trade_no").asText(),
                trade);
    }

    static boolean is(ObjectNode trade, String state) {
        return trade.path("state").asText().equals(state);
    }

    static long total(ObjectNode trade) {
        return trade.path("terms").path("amount").path("total").asLong();
    }

    /** As an answer and a notification tell it. */
    static ObjectNode told(ObjectNode trade) {
        ObjectNode told = SimulatorJson.object();
        String state = trade.path("state").asText();
        boolean paid = trade.has("transaction_id");
        ObjectNode amount =
                told.putObject("amount").put("payer_currency", "CNY").put("total", total(trade));
        told.put("appid", trade.path("appid").asText())
                .put("mchid", trade.path("mchid").asText());
        told.put("out_trade_no", trade.path("out_trade_no").asText());
        told.putArray("promotion_detail");
        told.put("trade_state", state).put("trade_state_desc", WORDS.getOrDefault(state, state));
        if (!paid) {
            told.putObject("scene_info").put("device_id", "");
            return told;
        }
        amount.put("currency", "CNY").put("payer_total", total(trade));
        told.put("attach", trade.path("terms").path("attach").asText(""));
        told.put("bank_type", "OTHERS")
                .put("trade_type", trade.path("trade_type").asText());
        String openid = trade.path("terms").path("payer").path("openid").asText("");
        String anybody = "o" + trade.path("token").asText().substring(0, 27).toLowerCase(Locale.ROOT);
        told.putObject("payer").put("openid", openid.isEmpty() ? anybody : openid);
        told.put("success_time", SimulatorJson.time(trade.path("success").asLong()));
        told.put("transaction_id", trade.path("transaction_id").asText());
        return told;
    }
}
