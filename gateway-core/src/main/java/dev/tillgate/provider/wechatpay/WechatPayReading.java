package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.wechatpay.WechatPayErrors.Meaning;
import dev.tillgate.provider.wechatpay.WechatPayErrors.Verb;
import dev.tillgate.provider.wechatpay.WechatPayWire.Judged;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What WeChat's answers mean. WeChat signs every answer to a request whose own signature it accepted, errors too (how:
 * https://pay.weixin.qq.com/docs/merchant/development/interface-rules/build-verify-sign-src.html, checked 2026-11-25).
 * One that is not signed is {@link Outcome.Unknown}, even a 404: if WeChat ever left a 404 unsigned, the core would go on
 * asking and the payment would stay in doubt until somebody looks, which is worse for convenience and better for money
 * than believing a proxy.
 */
final class WechatPayReading {
    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);
    private static final Duration SELDOM = Duration.ofHours(1);

    private final String mchid;
    private final String appid;

    WechatPayReading(String mchid, String appid) {
        this.mchid = mchid;
        this.appid = appid;
    }

    /** Anything but a signed answer of success; null when it is one. */
    static @Nullable Outcome trouble(Judged answer, Verb verb) {
        String code = answer.body() == null ? null : StrictJson.text(answer.body(), "code");
        if (answer.status() == 401 && "SIGN_ERROR".equals(code)) {
            // Not signed: WeChat does not know for whom. It is judged before anything is done.
            return new Outcome.Refused("SIGN_ERROR");
        }
        if (!answer.genuine()) {
            return new Outcome.Unknown("answer " + answer.status() + " is not signed by WeChat");
        }
        if (answer.status() == 200 || answer.status() == 204) {
            return null;
        }
        boolean speaks = answer.status() >= 400 && answer.status() < 500 || answer.status() == 202;
        return speaks && code != null
                ? error(verb, answer.status(), code)
                : new Outcome.Unknown("answer " + answer.status() + " says nothing of what happened");
    }

    private static Outcome error(Verb verb, int status, String code) {
        Meaning meaning = WechatPayErrors.MEANINGS.getOrDefault(verb, Map.of()).getOrDefault(code, Meaning.ASK);
        ErrorTable.Entry decline = WechatPayErrors.DECLINES.find(code);
        boolean paying = meaning == Meaning.PAYING || code.equals("USERPAYING");
        if (status == 202 && !paying) {
            return new Outcome.Unknown("answer 202 " + code);
        }
        return switch (meaning) {
            case OURS -> new Outcome.Refused(code);
            case NOT_TAKEN -> new Outcome.NotSent(code);
            case NO_RECORD -> status == 404 ? new Outcome.NotSent(code) : new Outcome.Unknown(status + " " + code);
            case DECLINED -> decline == null ? new Outcome.Unknown(code) : new Outcome.Declined(decline.reason(), code);
            case PAYING -> new Outcome.PayerMust("paying", new NextAction.Await(null));
            case ASK -> new Outcome.Unknown(code);
        };
    }

    /** How an order that was asked about stands. */
    Outcome charge(Judged answer, ChargeQuery query) {
        Outcome outcome = orderOf(answer, query.attempt(), query.amount());
        return outcome instanceof Outcome.PayerMust ? await(query) : outcome;
    }

    /** The same, without what the payer is to do. */
    Outcome orderOf(Judged answer, AttemptId attempt, Money amount) {
        Outcome trouble = trouble(answer, Verb.QUERY);
        if (trouble != null) {
            return trouble;
        }
        JsonNode trade = answer.body();
        if (answer.status() != 200 || trade == null || !isAbout(trade, attempt)) {
            return new Outcome.Unknown("the answer is not about this order");
        }
        return trade(trade, amount);
    }

    /** The payer has the code or the page already, or will be given it by whoever asked. */
    private static Outcome await(ChargeQuery query) {
        String ref = query.attempt().value();
        return new Outcome.PayerMust(ref, new NextAction.Await(WechatPayRequests.payableUntil(query.request())));
    }

    /** Whether the answer says that nobody has paid or is paying. */
    static boolean isUnpaid(Judged answer) {
        return answer.genuine()
                && answer.body() != null
                && "NOTPAY".equals(StrictJson.text(answer.body(), "trade_state"));
    }

    private boolean isAbout(JsonNode trade, AttemptId attempt) {
        return isOurs(trade) && attempt.value().equals(StrictJson.text(trade, "out_trade_no"));
    }

    /** Whether it is of this merchant and app. */
    boolean isOurs(JsonNode trade) {
        return isOfMerchant(trade) && appid.equals(StrictJson.text(trade, "appid"));
    }

    /** Whether it is of this merchant; refunds do not name the app. */
    boolean isOfMerchant(JsonNode resource) {
        return mchid.equals(StrictJson.text(resource, "mchid"));
    }

    /**
     * An order by its state; the states are those of WeChat's SDK 0.2.17 (checked 2026-11-25).
     *
     * @param asked the amount it must have, or null to take the one it has
     */
    Outcome trade(JsonNode trade, @Nullable Money asked) {
        String state = StrictJson.text(trade, "trade_state");
        String ref = StrictJson.text(trade, "out_trade_no");
        if (state == null || ref == null) {
            return new Outcome.Unknown("not an order");
        }
        if (state.equals("SUCCESS") || state.equals("REFUND")) {
            return paid(trade, asked);
        }
        Money amount = asked == null ? total(trade) : asked;
        if (amount == null || !isUntouched(trade, amount)) {
            return new Outcome.Unknown("state and details of the order do not fit together");
        }
        return switch (state) {
            // The payer may still leave the password page: the order stays one that waits for them, with its code.
            case "NOTPAY", "USERPAYING" -> new Outcome.PayerMust(ref, new NextAction.Await(null));
            case "CLOSED", "REVOKED" -> new Outcome.Done(Effect.CLOSED, ref, amount);
            case "ACCEPT" -> new Outcome.Pending(ref, ASK_AGAIN);
            case "PAYERROR" -> declined("PAYERROR");
            default -> new Outcome.Unknown("order in state " + state);
        };
    }

    /** Paid; {@code REFUND} means paid, and given back in whole or in part since. */
    private static Outcome paid(JsonNode trade, @Nullable Money asked) {
        String id = StrictJson.text(trade, "transaction_id");
        Money total = total(trade);
        boolean cny = WechatPay.CNY.equals(StrictJson.text(trade.path("amount"), "currency"));
        if (id == null || total == null || !cny || time(trade, "success_time") == null) {
            return new Outcome.Unknown("a paid order lacks something");
        }
        // What the payer paid may be less, when WeChat gives a discount; the order's total is what the merchant sold
        // for.
        Long payer = StrictJson.integer(trade.path("amount"), "payer_total");
        boolean fits = total.isPositive() && payer != null && payer >= 0 && payer <= total.minorUnits();
        if (!fits || (asked != null && !total.equals(asked))) {
            return new Outcome.Unknown("the order's amounts do not fit");
        }
        return new Outcome.Done(Effect.CAPTURED, id, total);
    }

    /** An order that nobody paid has no transaction; its amount, if told, is ours. */
    private static boolean isUntouched(JsonNode trade, Money amount) {
        boolean paidOnce =
                StrictJson.text(trade, "transaction_id") != null || StrictJson.text(trade, "success_time") != null;
        JsonNode told = trade.get("amount");
        boolean another = told != null && !amount.equals(total(trade));
        return !paidOnce && !another;
    }

    private static @Nullable Money total(JsonNode trade) {
        JsonNode amount = trade.path("amount");
        Long fen = StrictJson.integer(amount, "total");
        boolean cny = !amount.has("currency") || WechatPay.CNY.equals(StrictJson.text(amount, "currency"));
        return fen == null || !cny || fen <= 0 ? null : Money.ofMinor(fen, WechatPay.CNY);
    }

    /** What became of a close. */
    static Outcome closed(Judged answer, AttemptId attempt, Money amount) {
        Outcome trouble = trouble(answer, Verb.CLOSE);
        if (trouble != null) {
            return trouble;
        }
        return answer.status() == 204 && answer.empty()
                ? new Outcome.Done(Effect.CLOSED, attempt.value(), amount)
                : new Outcome.Unknown("a close is answered with 204 and nothing else");
    }

    /** What became of a refund; the answer to asking for it and to asking about it are the same. */
    Outcome refund(Judged answer, Verb verb, OperationRequest request, Instant now) {
        Outcome trouble = trouble(answer, verb);
        if (trouble != null) {
            return trouble;
        }
        JsonNode refund = answer.body();
        boolean ours = answer.status() == 200
                && refund != null
                && request.operation().value().equals(StrictJson.text(refund, "out_refund_no"))
                && request.attempt().value().equals(StrictJson.text(refund, "out_trade_no"))
                && WechatPay.CNY.equals(StrictJson.text(refund.path("amount"), "currency"))
                && isFen(refund, "refund", request.amount())
                && isFen(refund, "total", request.charged());
        return ours && refund != null
                ? refundByStatus(refund, "status", request.amount(), now)
                : new Outcome.Unknown("the answer is about another refund");
    }

    private static boolean isFen(JsonNode refund, String field, Money money) {
        Long fen = StrictJson.integer(refund.path("amount"), field);
        return fen != null && fen == money.minorUnits();
    }

    /** What a notification says of a refund; it names no currency, since there is only one. */
    Outcome notifiedRefund(JsonNode refund, String number, Instant now) {
        Long fen = StrictJson.integer(refund.path("amount"), "refund");
        Long total = StrictJson.integer(refund.path("amount"), "total");
        boolean fits = number.equals(StrictJson.text(refund, "out_refund_no"))
                && fen != null
                && total != null
                && fen > 0
                && fen <= total;
        return fits && fen != null
                ? refundByStatus(refund, "refund_status", Money.ofMinor(fen, WechatPay.CNY), now)
                : new Outcome.Unknown("the refund lacks something");
    }

    private static Outcome refundByStatus(JsonNode refund, String field, Money amount, Instant now) {
        String id = StrictJson.text(refund, "refund_id");
        String status = StrictJson.text(refund, field);
        if (id == null || status == null) {
            return new Outcome.Unknown("not a refund");
        }
        boolean arrived = time(refund, "success_time") != null;
        return switch (status) {
            case "SUCCESS" ->
                arrived
                        ? new Outcome.Done(Effect.REFUNDED, id, amount)
                        : new Outcome.Unknown("a refund that arrived at no time");
            case "PROCESSING" -> arrived ? contradiction() : new Outcome.Pending(id, rhythm(refund, now));
            // The payer's account takes no money back: the merchant settles it by hand, or another way.
            case "ABNORMAL" -> arrived ? contradiction() : declined("ABNORMAL");
            case "CLOSED" -> arrived ? contradiction() : declined("REFUND_CLOSED");
            default -> new Outcome.Unknown("refund in state " + status);
        };
    }

    private static Outcome contradiction() {
        return new Outcome.Unknown("status and time of the refund do not fit together");
    }

    private static Outcome declined(String code) {
        ErrorTable.Entry entry = WechatPayErrors.DECLINES.find(code);
        return entry == null ? new Outcome.Unknown(code) : new Outcome.Declined(entry.reason(), code);
    }

    /** To a balance it takes minutes, to a bank card days: the older it is, the more seldom it is asked about. */
    private static Duration rhythm(JsonNode refund, Instant now) {
        Instant created = time(refund, "create_time");
        Duration wait =
                created == null ? ASK_AGAIN : Duration.between(created, now).dividedBy(4);
        if (wait.compareTo(ASK_AGAIN) < 0) {
            return ASK_AGAIN;
        }
        return wait.compareTo(SELDOM) > 0 ? SELDOM : wait;
    }

    static @Nullable Instant time(JsonNode node, String field) {
        String text = StrictJson.text(node, field);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException garbled) {
            return null;
        }
    }

    /** The reason of a close that came too late. */
    static Outcome.Declined tooLate() {
        return new Outcome.Declined(DeclineReason.NOT_SUPPORTED, "ORDERPAID");
    }
}
