package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.NoticePost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes and sends notifications, again and again until one is answered with the seven letters {@code success}: after 4
 * and 10 minutes, 10 minutes, 1, 2, 6 and 15 hours (https://opendocs.alipay.com/open/270/105902, checked 2026-11-25).
 */
final class Notices implements AutoCloseable {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMinutes(4),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(15));

    private final FaultPlan faults;
    private final InstantSource clock;
    private final Function<String, SimulatedApp> apps;
    private final @Nullable NoticePost post;

    Notices(
            JsonBook book,
            @Nullable Exchange sender,
            FaultPlan faults,
            InstantSource clock,
            Function<String, SimulatedApp> apps) {
        this.faults = faults;
        this.clock = clock;
        this.apps = apps;
        this.post = sender == null ? null : new NoticePost(book, sender, this::written, Notices::isTaken, PAUSES);
    }

    void resume() {
        if (post != null) {
            post.resume();
        }
    }

    void paid(Bill bill) {
        send(bill, "pay", facts(bill));
    }

    /** A refund tells of the same trade again, which is how it can be taken for a second payment. */
    void refunded(Bill bill, String number) {
        ObjectNode facts = facts(bill)
                .put("gmt_refund", Facts.time(clock.instant()) + ".123")
                .put("out_biz_no", number)
                .put("refund_fee", bill.refunded().toDecimalText());
        send(bill, "refund " + number, facts);
    }

    private ObjectNode facts(Bill bill) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("app_id", bill.text("app_id"))
                .put("auth_app_id", bill.text("app_id"))
                .put("buyer_id", "2088102000000001")
                .put("buyer_pay_amount", bill.text("total"))
                .put("charset", "utf-8")
                .put(
                        "fund_bill_list",
                        "[{\"amount\":\"" + bill.text("total") + "\",\"fundChannel\":\"ALIPAYACCOUNT\"}]")
                .put("gmt_create", Facts.time(bill.time("created")))
                .put("gmt_payment", Facts.time(bill.time("paid")))
                .put("notify_type", "trade_status_sync")
                .put("out_trade_no", bill.number())
                .put("receipt_amount", bill.text("total"))
                .put("subject", bill.text("subject"))
                .put("total_amount", bill.text("total"))
                .put("trade_no", bill.text("trade_no"))
                .put("trade_status", bill.status())
                .put("version", "1.0");
    }

    private void send(Bill bill, String about, ObjectNode facts) {
        if (post == null || bill.text("notify_url").isEmpty()) {
            return;
        }
        SimulatedApp app = apps.apply(bill.text("account"));
        String id = SimulatorCrypto.md5(bill.text("app_id") + bill.number() + about + bill.text("paid"));
        facts.put("notify_id", id).put("seller_id", app.text("seller_id"));
        ObjectNode notice = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("account", app.id())
                .put("url", bill.text("notify_url"));
        notice.set("fields", facts);
        post.take(notice, faults.onNotice());
    }

    private Ask written(ObjectNode notice, boolean wrongSignature) {
        SimulatedApp app = apps.apply(notice.path("account").asText());
        Map<String, String> fields = new TreeMap<>();
        notice.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        fields.put("notify_time", Facts.time(clock.instant()));
        String key = wrongSignature ? "app_private" : "alipay_private";
        fields.put(
                "sign",
                SimulatorCrypto.sign(SimulatorCrypto.privateKey(app.text(key)), SimulatorCrypto.joined(fields)));
        fields.put("sign_type", "RSA2");
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Ask.post(
                notice.path("url").asText(),
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isTaken(Answer answer) {
        return answer.status() == 200 && new String(answer.body(), StandardCharsets.UTF_8).equals("success");
    }

    @Override
    public void close() {
        if (post != null) {
            post.close();
        }
    }
}
