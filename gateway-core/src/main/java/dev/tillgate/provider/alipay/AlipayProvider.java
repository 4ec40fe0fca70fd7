package dev.tillgate.provider.alipay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.AlipayErrors.Call;
import dev.tillgate.provider.alipay.AlipayErrors.Meaning;
import dev.tillgate.provider.alipay.AlipayReading.Trade;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with Alipay. Two things differ from other providers. A trade does not exist at Alipay until the payer opens
 * what was handed out, so "no such trade" is the usual answer to an early question, and believed only when it is signed.
 * And what was handed out can be opened until it dies, so closing an attempt that nobody has opened yet takes until then.
 */
public final class AlipayProvider implements Provider.Refunds, Provider.Voids, Provider.QueriesOperations {
    private static final Duration SOONEST = Duration.ofSeconds(30);
    private static final Duration LATEST = Duration.ofMinutes(5);

    private final AlipayRequests requests;
    private final Exchange exchange;
    private final InstantSource clock;
    /** Changes when Alipay takes a new certificate. */
    private volatile AlipayAccount account;

    public AlipayProvider(Settings settings, Exchange exchange, InstantSource clock) {
        this(AlipayAccount.of(settings), exchange, clock);
    }

    AlipayProvider(AlipayAccount account, Exchange exchange, InstantSource clock) {
        this.account = account;
        this.requests = new AlipayRequests(account, clock);
        this.exchange = exchange;
        this.clock = clock;
    }

    @Override
    public Outcome start(ChargeRequest request) throws IOException {
        AlipayProduct product = AlipayProduct.of(request.method());
        if (product == null || request.captureMode() == CaptureMode.MANUAL) {
            return new Outcome.Refused("Alipay does not offer this here: " + request.method());
        }
        if (!Alipay.takes(request.amount())) {
            return new Outcome.Refused("Alipay takes 0.01 to 100000000.00 CNY");
        }
        Instant expiresAt = requests.expiry(request, product.way());
        if (product.way() != AlipayProduct.Way.QR) {
            Handed handed = new Handed(request.attempt().value(), expiresAt);
            return new Outcome.PayerMust(handed.ref(), action(request, product, handed));
        }
        AlipayAnswer answer =
                ask(Call.PRECREATE, requests.terms(request, product), Map.of("notify_url", request.notifyUrl()));
        return AlipayReading.precreated(answer, request, expiresAt);
    }

    private NextAction action(ChargeRequest request, AlipayProduct product, Handed handed) {
        return switch (product.way()) {
            case QR -> new NextAction.Scan(handed.what(), handed.expiresAt());
            case PAGE, WAP -> new NextAction.Redirect(requests.address(request, product), handed.expiresAt());
            case APP ->
                new NextAction.Invoke(
                        "alipay_app", Map.of("order_string", requests.order(request, product)), handed.expiresAt());
        };
    }

    @Override
    public Outcome query(ChargeQuery query) throws IOException {
        String attempt = query.attempt().value();
        AlipayAnswer answer = ask(Call.QUERY, AlipayRequests.trade(attempt), Map.of());
        if (answer.meaning() == Meaning.ABSENT) {
            return absent(query, answer);
        }
        Outcome failure = AlipayReading.failure(answer);
        if (failure != null) {
            return failure;
        }
        Trade trade = AlipayReading.trade(answer, attempt, query.providerRef(), query.amount());
        if (trade == null) {
            return new Outcome.Unknown("the answer does not tell clearly of this trade");
        }
        Outcome outcome = AlipayReading.charge(trade);
        return outcome == null ? waiting(query, trade.tradeNo()) : outcome;
    }

    /** No trade: the payer never got what was made, or has not opened it, or it died unopened. */
    private Outcome absent(ChargeQuery query, AlipayAnswer answer) {
        if (answer.body().has("out_trade_no") && !query.attempt().value().equals(answer.text("out_trade_no"))) {
            return new Outcome.Unknown("the answer is about another trade");
        }
        if (query.providerRef() == null) {
            return new Outcome.NotSent(AlipayErrors.TRADE_NOT_EXIST);
        }
        Handed handed = Handed.read(query.providerRef());
        AlipayProduct product = AlipayProduct.of(query.request().method());
        if (handed == null || product == null) {
            return new Outcome.Unknown("Alipay does not know a trade that it knew before");
        }
        return handed.isDead(clock.instant())
                ? new Outcome.Declined(DeclineReason.EXPIRED, AlipayReading.NOT_OPENED)
                : new Outcome.PayerMust(handed.ref(), action(query.request(), product, handed));
    }

    /** The payer has opened it and not paid. Without the QR code there is nothing to show again. */
    private Outcome waiting(ChargeQuery query, String tradeNo) {
        Handed handed = Handed.read(query.providerRef());
        AlipayProduct product = AlipayProduct.of(query.request().method());
        return handed == null || product == null
                ? new Outcome.Pending(tradeNo, SOONEST)
                : new Outcome.PayerMust(handed.ref(), action(query.request(), product, handed));
    }

    @Override
    public Outcome refund(OperationRequest request) throws IOException {
        AlipayAnswer answer = ask(Call.REFUND, AlipayRequests.refund(request), Map.of());
        if (answer.meaning() == Meaning.STATE) {
            Outcome found = refundFound(request);
            return found instanceof Outcome.NotSent ? new Outcome.Refused(answer.subCode()) : found;
        }
        Outcome failure = AlipayReading.failure(answer);
        if (failure != null) {
            return failure;
        }
        Outcome refunded = AlipayReading.refunded(answer, request);
        if (refunded != null) {
            return refunded;
        }
        Outcome found = refundFound(request);
        return found instanceof Outcome.Done
                ? found
                : new Outcome.Unknown("nothing changed, and no refund is recorded");
    }

    private Outcome refundFound(OperationRequest request) throws IOException {
        AlipayAnswer answer = ask(Call.REFUND_QUERY, AlipayRequests.refundQuery(request), Map.of());
        return AlipayReading.refundFound(answer, request);
    }

    @Override
    public Outcome cancel(OperationRequest request) throws IOException {
        AlipayAnswer answer =
                ask(Call.CLOSE, AlipayRequests.trade(request.attempt().value()), Map.of());
        if (answer.meaning() == Meaning.ABSENT) {
            return shutUnopened(request);
        }
        Outcome closed = AlipayReading.closed(answer, request);
        if (closed != null) {
            return closed;
        }
        Outcome found = voidFound(request);
        return found instanceof Outcome.NotSent ? new Outcome.Unknown(answer.subCode()) : found;
    }

    /**
     * Nobody has opened it yet, and a saved QR code or address can still be opened until it dies. Alipay's cancel is asked
     * once: it is what Alipay's own flow for QR codes ends with, and it closes a trade that came into being this moment.
     * It would also give back the money of one that was paid this moment, and says so; then this came too late, and the
     * next query tells what happened. When it finds nothing, nothing is certain until the time is up: the close is tried
     * again until then.
     */
    private Outcome shutUnopened(OperationRequest request) throws IOException {
        String attempt = request.attempt().value();
        Handed handed = Handed.read(request.chargeRef());
        if (request.chargeRef() != null && handed == null) {
            return new Outcome.Unknown("Alipay does not know a trade that it knew before");
        }
        if (handed == null || handed.isDead(clock.instant())) {
            return new Outcome.Done(Effect.CLOSED, attempt, request.amount());
        }
        if (request.operationRef() == null) {
            AlipayAnswer answer = ask(Call.CANCEL, AlipayRequests.trade(attempt), Map.of());
            Outcome canceled = answer.trouble() == null ? AlipayReading.canceled(answer, request) : answer.trouble();
            if (canceled != null) {
                return canceled;
            }
        }
        return new Outcome.Pending(request.operation().value(), pause(handed));
    }

    private Duration pause(Handed handed) {
        Duration quarter = Duration.between(clock.instant(), handed.expiresAt()).dividedBy(4);
        if (quarter.compareTo(SOONEST) < 0) {
            return SOONEST;
        }
        return quarter.compareTo(LATEST) > 0 ? LATEST : quarter;
    }

    @Override
    public Outcome queryOperation(OperationRequest request) throws IOException {
        if (request.kind() == OperationKind.REFUND) {
            return refundFound(request);
        }
        return request.kind() == OperationKind.VOID
                ? voidFound(request)
                : new Outcome.Refused("Alipay captures at once here");
    }

    private Outcome voidFound(OperationRequest request) throws IOException {
        String attempt = request.attempt().value();
        AlipayAnswer answer = ask(Call.QUERY, AlipayRequests.trade(attempt), Map.of());
        if (answer.meaning() == Meaning.ABSENT) {
            return new Outcome.NotSent(AlipayErrors.TRADE_NOT_EXIST);
        }
        Outcome failure = AlipayReading.failure(answer);
        if (failure != null) {
            return failure;
        }
        @Nullable Trade trade = AlipayReading.trade(answer, attempt, request.chargeRef(), request.charged());
        return trade == null
                ? new Outcome.Unknown("the answer does not tell clearly of this trade")
                : AlipayReading.voided(trade, request);
    }

    @Override
    public Notification read(InboundRequest request) {
        Notification told = AlipayNotification.read(request, account);
        if (!(told instanceof Verified verified) || !(verified.reports().getFirst() instanceof RefundReport refund)) {
            return told;
        }
        // What came says too little and proves too little: Alipay is asked.
        try {
            AlipayAnswer answer =
                    ask(Call.REFUND_QUERY, AlipayRequests.refundQuery(refund.attempt(), refund.ref()), Map.of());
            Outcome outcome = AlipayReading.refundElsewhere(answer, refund.attempt(), refund.ref());
            return outcome == null
                    ? new Notification.Later("Alipay does not tell of this refund yet")
                    : new Verified(
                            verified.dedupeKey(),
                            verified.occurredAt(),
                            List.of(new RefundReport(refund.attempt(), refund.ref(), outcome)),
                            true);
        } catch (IOException notNow) {
            return new Notification.Later("Alipay cannot be asked about this refund now");
        }
    }

    private AlipayAnswer ask(Call call, ObjectNode content, Map<String, String> more) throws IOException {
        Exchange.Answer answer = exchange.send(requests.call(call, content, more));
        String serial = AlipayAnswer.otherCertificate(answer, account);
        if (serial != null) {
            renew(serial);
        }
        return AlipayAnswer.of(call, answer, account);
    }

    /** Alipay changes its certificate now and then, and hands out the new one; the roots stay. */
    private void renew(String serial) throws IOException {
        ObjectNode content = JsonNodeFactory.instance.objectNode().put("alipay_cert_sn", serial);
        Exchange.Answer answer = exchange.send(requests.call(Call.CERTIFICATE, content, Map.of()));
        AlipayAccount renewed = account.renewed(AlipayAnswer.certificates(answer), serial, clock.instant());
        if (renewed != null) {
            account = renewed;
        }
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "AlipayProvider[" + Objects.toString(account) + "]";
    }
}
