package dev.tillgate.provider.wechatpay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.wechatpay.WechatKeys.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads notifications: the signature over the raw bytes, not older than five minutes (each redelivery is signed anew),
 * then the sealed resource, then whose it is. That is strong enough to believe money without asking again.
 */
final class WechatPayNotice {
    private final WechatKeys keys;
    private final Sealed sealed;
    private final WechatPayReading reading;

    WechatPayNotice(WechatKeys keys, Sealed sealed, WechatPayReading reading) {
        this.keys = keys;
        this.sealed = sealed;
        this.reading = reading;
    }

    Notification read(InboundRequest request) {
        SignedBy by = SignedBy.read(request::header);
        if (by == null) {
            return new Notification.Rejected("not signed");
        }
        if (by.isProbe()) {
            return new Notification.Rejected("WeChat's probe of whether signatures are checked");
        }
        Verdict verdict = keys.judge(by, request.body(), request.receivedAt());
        if (verdict == Verdict.CANNOT_TELL) {
            return new Notification.Later("the platform certificate " + by.serial() + " cannot be fetched now");
        }
        return verdict == Verdict.GENUINE
                ? genuine(request)
                : new Notification.Rejected("not signed by WeChat for this merchant within five minutes");
    }

    private Notification genuine(InboundRequest request) {
        JsonNode envelope = StrictJson.object(request.body());
        String id = envelope == null ? null : StrictJson.text(envelope, "id");
        String type = envelope == null ? null : StrictJson.text(envelope, "event_type");
        if (envelope == null || id == null || type == null) {
            return new Notification.Rejected("not readable");
        }
        if (!type.equals("TRANSACTION.SUCCESS") && !type.startsWith("REFUND.")) {
            return new Notification.Ignored("about " + type);
        }
        byte[] opened = sealed.open(envelope.path("resource"));
        JsonNode resource = opened == null ? null : StrictJson.object(opened);
        if (resource == null) {
            return new Notification.Rejected("not sealed with this account's APIv3 key");
        }
        boolean refund = type.startsWith("REFUND.");
        Instant created = WechatPayReading.time(envelope, "create_time");
        if (!(refund ? reading.isOfMerchant(resource) : reading.isOurs(resource))) {
            return new Notification.Rejected("for another merchant or app");
        }
        Notification.Report report = refund ? refund(resource, type, request.receivedAt()) : trade(resource);
        return report == null
                ? new Notification.Ignored("about an order or refund that was not made here")
                : new Notification.Verified(id, created, List.of(report), false);
    }

    private Notification.@Nullable Report trade(JsonNode trade) {
        String number = StrictJson.text(trade, "out_trade_no");
        return number != null && TimeOrderedId.isWellFormed(number, AttemptId.PREFIX)
                ? new Notification.AttemptReport(new AttemptId(number), reading.trade(trade, null))
                : null;
    }

    /**
     * Made in WeChat's merchant platform, which numbers it itself. It is told where the merchant has named an address for
     * refunds there; else the trade bill tells of it.
     */
    private Notification.@Nullable Report elsewhere(JsonNode refund, String type, String number, Instant now) {
        String attempt = StrictJson.text(refund, "out_trade_no");
        String id = StrictJson.text(refund, "refund_id");
        boolean ours = attempt != null && TimeOrderedId.isWellFormed(attempt, AttemptId.PREFIX);
        if (!ours || id == null || attempt == null) {
            return null;
        }
        boolean agrees = type.equals("REFUND." + StrictJson.text(refund, "refund_status"));
        return agrees
                ? new Notification.RefundReport(new AttemptId(attempt), id, reading.notifiedRefund(refund, number, now))
                : null;
    }

    private Notification.@Nullable Report refund(JsonNode refund, String type, Instant now) {
        String number = StrictJson.text(refund, "out_refund_no");
        if (number == null || !TimeOrderedId.isWellFormed(number, OperationId.PREFIX)) {
            return number == null ? null : elsewhere(refund, type, number, now);
        }
        OperationId operation = new OperationId(number);
        boolean agrees = type.equals("REFUND." + StrictJson.text(refund, "refund_status"));
        Outcome outcome = agrees
                ? reading.notifiedRefund(refund, number, now)
                : new Outcome.Unknown("the notification and the refund in it do not agree");
        return new Notification.OperationReport(operation, outcome);
    }
}
