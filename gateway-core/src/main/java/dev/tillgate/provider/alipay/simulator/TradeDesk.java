package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.JsonBook;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Carries out what merchants ask for, and what payers do. Every step is one change of the book. */
final class TradeDesk {
    private static final String BILL = "bill";
    private static final String TOKEN = "token";
    private static final Duration QR_LIFE = Duration.ofHours(2);
    private static final Duration USUAL_LIFE = Duration.ofDays(15);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final JsonBook book;
    private final String baseUrl;
    private final String rootSecret;
    private final InstantSource clock;
    private final Notices notices;

    TradeDesk(JsonBook book, String baseUrl, String rootSecret, InstantSource clock, Notices notices) {
        this.book = book;
        this.baseUrl = baseUrl;
        this.rootSecret = rootSecret;
        this.clock = clock;
        this.notices = notices;
    }

    /** A call of a merchant, as one step. {@code quirks} says which oddities happen to it. */
    ObjectNode answer(SimulatedApp app, GatewayCall call, Predicate<AlipayQuirk> quirks) {
        return book.locked(() -> switch (call.method()) {
            case "alipay.trade.precreate" -> precreate(app, call);
            case "alipay.trade.query" -> query(app, call);
            case "alipay.trade.close" -> close(app, call, quirks);
            case "alipay.trade.cancel" -> cancel(app, call, quirks);
            case "alipay.trade.refund" -> refund(app, call, quirks);
            case "alipay.trade.fastpay.refund.query" -> refundQuery(app, call);
            default -> Facts.invalid("isv.invalid-method");
        });
    }

    private ObjectNode precreate(SimulatedApp app, GatewayCall call) {
        Bill.Terms terms = terms(call, QR_LIFE);
        if (terms == null) {
            return Facts.failed("ACQ.INVALID_PARAMETER");
        }
        if (terms.total().minorUnits() > 10_000_000_000L) {
            return Facts.failed("ACQ.TOTAL_FEE_EXCEED");
        }
        Bill bill = find(app, terms.number());
        if (bill != null && bill.isTrade() && !bill.status().equals(Bill.WAITING)) {
            return Facts.failed(bill.status().equals(Bill.CLOSED) ? "ACQ.TRADE_HAS_CLOSE" : "ACQ.TRADE_HAS_SUCCESS");
        }
        if (bill != null && !isSame(bill, terms)) {
            return Facts.failed("ACQ.CONTEXT_INCONSISTENT");
        }
        if (!terms.expires().isAfter(clock.instant())) {
            return Facts.failed("ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR");
        }
        Bill kept = bill == null ? create(app, terms) : bill;
        return Facts.success().put("out_trade_no", terms.number()).put("qr_code", address(kept));
    }

    private static boolean isSame(Bill bill, Bill.Terms terms) {
        return bill.total().equals(terms.total()) && bill.text("subject").equals(terms.subject());
    }

    /** The address in the QR code of this bill. */
    String address(Bill bill) {
        return baseUrl + "/qr/" + bill.text(TOKEN);
    }

    private Bill create(SimulatedApp app, Bill.Terms terms) {
        byte[] hash = SimulatorCrypto.derived(rootSecret, app.appId() + "/" + terms.number());
        String token = "bax" + HexFormat.of().formatHex(hash).substring(0, 24);
        Bill bill = Bill.of(app, terms, token, clock.instant());
        keep(bill);
        book.put(TOKEN, token, bill.kept().objectNode().put("key", key(app.appId(), terms.number())));
        return bill;
    }

    private ObjectNode query(SimulatedApp app, GatewayCall call) {
        Bill bill = find(app, call);
        return bill == null || !bill.isTrade() ? Facts.noTrade(call.text("out_trade_no")) : Facts.trade(bill);
    }

    private ObjectNode close(SimulatedApp app, GatewayCall call, Predicate<AlipayQuirk> quirks) {
        Bill bill = find(app, call);
        if (bill == null || !bill.isTrade()) {
            return Facts.noTrade(call.text("out_trade_no"));
        }
        if (!bill.status().equals(Bill.WAITING)) {
            return Facts.failed("ACQ.REASON_TRADE_STATUS_INVALID");
        }
        end(bill);
        if (quirks.test(AlipayQuirk.PAID_AFTER_CLOSE)) {
            paid(bill);
        }
        return Facts.success().put("out_trade_no", bill.number()).put("trade_no", bill.text("trade_no"));
    }

    private void end(Bill bill) {
        bill.kept().put("status", Bill.CLOSED);
        keep(bill);
    }

    /** Whether a cancel keeps an unopened QR code from being opened is not written anywhere, so here it does not. */
    private ObjectNode cancel(SimulatedApp app, GatewayCall call, Predicate<AlipayQuirk> quirks) {
        Bill found = find(app, call);
        boolean meanwhile = found != null && !found.isPaid() && quirks.test(AlipayQuirk.PAID_BEFORE_CANCEL);
        Bill bill = found != null && meanwhile ? pay(found) : found;
        ObjectNode done = Facts.success().put("retry_flag", "N").put("out_trade_no", call.text("out_trade_no"));
        if (bill == null || !bill.isTrade()) {
            return done;
        }
        boolean refund = bill.status().equals(Bill.SUCCESS);
        if (refund) {
            bill.addRefund("cancel", bill.total().minus(bill.refunded()), true, clock.instant());
        }
        end(bill);
        return done.put("trade_no", bill.text("trade_no")).put("action", refund ? "refund" : "close");
    }

    private ObjectNode refund(SimulatedApp app, GatewayCall call, Predicate<AlipayQuirk> quirks) {
        Bill bill = find(app, call);
        Money amount = money(call.text("refund_amount"));
        if (bill == null || !bill.isTrade()) {
            return Facts.failed("ACQ.TRADE_NOT_EXIST");
        }
        if (amount == null || !amount.isPositive()) {
            return Facts.failed("ACQ.INVALID_PARAMETER");
        }
        String number = call.text("out_request_no").isEmpty() ? bill.number() : call.text("out_request_no");
        ObjectNode earlier = bill.refund(number);
        if (earlier != null) {
            boolean same = amount.toDecimalText().equals(earlier.path("amount").asText());
            return same ? refunded(bill, "N") : Facts.failed("ACQ.DISCORDANT_REPEAT_REQUEST");
        }
        String trouble = trouble(bill, amount, quirks);
        if (trouble != null) {
            return Facts.failed(trouble);
        }
        boolean slow = quirks.test(AlipayQuirk.REFUND_SLOW);
        bill.addRefund(number, amount, !slow, clock.instant());
        keep(bill);
        if (!slow) {
            settled(bill, number);
        }
        return refunded(bill, slow ? "N" : "Y");
    }

    private static @Nullable String trouble(Bill bill, Money amount, Predicate<AlipayQuirk> quirks) {
        return switch (bill.status()) {
            case Bill.WAITING -> "ACQ.TRADE_STATUS_ERROR";
            case Bill.CLOSED -> "ACQ.TRADE_HAS_CLOSE";
            case Bill.FINISHED -> "ACQ.TRADE_HAS_FINISHED";
            default -> {
                boolean much = amount.compareTo(bill.total().minus(bill.refunded())) > 0;
                boolean poor = !much && quirks.test(AlipayQuirk.REFUND_WITHOUT_BALANCE);
                yield much ? "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL" : poor ? "ACQ.SELLER_BALANCE_NOT_ENOUGH" : null;
            }
        };
    }

    private static ObjectNode refunded(Bill bill, String changed) {
        return Facts.success()
                .put("buyer_logon_id", "pay***@example.com")
                .put("fund_change", changed)
                .put("out_trade_no", bill.number())
                .put("refund_fee", bill.refunded().toDecimalText())
                .put("trade_no", bill.text("trade_no"));
    }

    /** Asked for by nobody's program: Alipay numbers it itself. */
    String refundInPortal(Bill bill, Money amount) {
        String number = "2026" + Math.abs(bill.number().hashCode()) + "x"
                + bill.kept().path("refunds").size();
        bill.addRefund(number, amount, true, clock.instant());
        settled(bill, number);
        return number;
    }

    /** A refund that is carried out; one of the whole amount closes the trade. */
    private void settled(Bill bill, String number) {
        if (bill.refunded().equals(bill.total())) {
            bill.kept().put("status", Bill.CLOSED);
        }
        keep(bill);
        notices.refunded(bill, number);
    }

    private ObjectNode refundQuery(SimulatedApp app, GatewayCall call) {
        Bill bill = find(app, call);
        if (bill == null || !bill.isTrade()) {
            return Facts.failed("ACQ.TRADE_NOT_EXIST");
        }
        ObjectNode refund = bill.refund(call.text("out_request_no"));
        if (refund == null || !refund.path("done").asBoolean()) {
            return Facts.success();
        }
        return Facts.success()
                .put("out_request_no", call.text("out_request_no"))
                .put("out_trade_no", bill.number())
                .put("refund_amount", refund.path("amount").asText())
                .put("refund_status", "REFUND_SUCCESS")
                .put("total_amount", bill.text("total"))
                .put("trade_no", bill.text("trade_no"));
    }

    /** The payer opens what a merchant signed; null when the terms are unusable. */
    @Nullable
    Bill open(SimulatedApp app, GatewayCall call) {
        return book.locked(() -> {
            Bill.Terms terms = terms(call, USUAL_LIFE);
            if (terms == null) {
                return null;
            }
            Bill bill = find(app, terms.number());
            Bill opened = bill == null ? create(app, terms) : bill;
            return isSame(opened, terms) ? open(opened) : null;
        });
    }

    /** Makes it a trade, unless it is too late for that; answers it as it is then. */
    Bill open(Bill given) {
        return book.locked(() -> {
            Bill bill = fresh(given);
            if (!bill.isTrade() && !bill.isLate(clock.instant())) {
                bill.kept().put("status", Bill.WAITING).put("trade_no", tradeNo(bill));
                keep(bill);
            }
            return bill;
        });
    }

    /** 28 digits that begin with the day. */
    private String tradeNo(Bill bill) {
        String day = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.ofHours(8))
                .format(DateTimeFormatter.BASIC_ISO_DATE)
                .substring(0, 8);
        byte[] hash = SimulatorCrypto.derived(rootSecret, "trade " + bill.text("app_id") + "/" + bill.number());
        return day + "22001" + "%015d".formatted(new BigInteger(1, hash).mod(BigInteger.TEN.pow(15)));
    }

    /** The payer pays; does nothing when it cannot be paid. Answers it as it is then. */
    Bill pay(Bill given) {
        return book.locked(() -> {
            Bill bill = open(given);
            if (bill.status().equals(Bill.WAITING) && !bill.isLate(clock.instant())) {
                paid(bill);
            }
            return bill;
        });
    }

    /** Money arrives, whatever was said before. */
    void payLate(Bill given) {
        book.locked(() -> {
            Bill bill = fresh(given);
            paid(bill);
            return bill;
        });
    }

    private void paid(Bill bill) {
        bill.kept().put("status", Bill.SUCCESS).put("paid", clock.instant().getEpochSecond());
        keep(bill);
        notices.paid(bill);
    }

    /** The refund that was slow is carried out now. */
    void settle(Bill given, String number) {
        book.locked(() -> {
            Bill bill = fresh(given);
            ObjectNode refund = bill.refund(number);
            if (refund != null && !refund.path("done").asBoolean()) {
                refund.put("done", true);
                settled(bill, number);
            }
            return bill;
        });
    }

    /** The time for refunds is over. */
    void finish(Bill given) {
        book.locked(() -> {
            Bill bill = fresh(given);
            bill.kept().put("status", Bill.FINISHED);
            keep(bill);
            return bill;
        });
    }

    /** As it is in the book by now: what others hold is a copy. */
    private Bill fresh(Bill given) {
        Bill now = read(key(given.text("app_id"), given.number()));
        return now == null ? given : now;
    }

    @Nullable
    Bill byToken(String token) {
        ObjectNode pointer = book.get(TOKEN, token);
        return pointer == null ? null : read(pointer.path("key").asText());
    }

    /** All payments of an app, oldest first. */
    List<Bill> all(SimulatedApp app) {
        return book.all(BILL).stream()
                .map(Bill::new)
                .filter(bill -> bill.text("app_id").equals(app.appId()))
                .toList();
    }

    @Nullable
    Bill find(SimulatedApp app, String number) {
        return read(key(app.appId(), number));
    }

    private @Nullable Bill find(SimulatedApp app, GatewayCall call) {
        Bill bill = find(app, call.text("out_trade_no"));
        String tradeNo = call.text("trade_no");
        return bill != null && !tradeNo.isEmpty() && !tradeNo.equals(bill.text("trade_no")) ? null : bill;
    }

    /** As it is by now: a trade that was not paid in time is closed. */
    private @Nullable Bill read(String key) {
        return book.locked(() -> {
            ObjectNode kept = book.get(BILL, key);
            Bill bill = kept == null ? null : new Bill(kept);
            if (bill != null && bill.status().equals(Bill.WAITING) && bill.isLate(clock.instant())) {
                end(bill);
            }
            return bill;
        });
    }

    private void keep(Bill bill) {
        book.put(BILL, key(bill.text("app_id"), bill.number()), bill.kept());
    }

    private static String key(String appId, String number) {
        return appId + "/" + number;
    }

    private Bill.@Nullable Terms terms(GatewayCall call, Duration longest) {
        String number = call.text("out_trade_no");
        String subject = call.text("subject");
        Money total = money(call.text("total_amount"));
        boolean fine = number.matches("[A-Za-z0-9_]{1,64}")
                && subject.matches("[^/=&]{1,256}")
                && total != null
                && total.isPositive()
                && isInstalments(call.content().path("extend_params"));
        Instant latest = clock.instant().plus(longest);
        Instant wanted = call.text("time_expire").isEmpty() ? latest : time(call.text("time_expire"));
        if (!fine || total == null || wanted == null) {
            return null;
        }
        Instant expires = wanted.isBefore(latest) ? wanted : latest;
        return new Bill.Terms(number, total, subject, expires, call.field("notify_url"), call.field("return_url"));
    }

    private static boolean isInstalments(JsonNode extend) {
        boolean none = !extend.has("hb_fq_num");
        return none
                || extend.path("hb_fq_num").asText().matches("3|6|12")
                        && extend.path("hb_fq_seller_percent").asText().matches("0|100");
    }

    private static @Nullable Instant time(String text) {
        try {
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.ofHours(8));
        } catch (DateTimeException garbled) {
            return null;
        }
    }

    private static @Nullable Money money(String text) {
        try {
            return Money.parse(text, "CNY");
        } catch (InvalidMoney garbled) {
            return null;
        }
    }
}
