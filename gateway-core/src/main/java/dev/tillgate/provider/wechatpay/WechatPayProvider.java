package dev.tillgate.provider.wechatpay;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.wechatpay.WechatPayErrors.Verb;
import dev.tillgate.provider.wechatpay.WechatPayWire.Judged;
import dev.tillgate.provider.wechatpay.WechatPayWire.Signing;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Speaks API v3 with WeChat Pay. The attempt id is the order number there, the operation id the refund number; orders
 * are only ever asked about by our number, so the provider's own is not needed.
 */
public final class WechatPayProvider implements Provider.Refunds, Provider.Voids, Provider.QueriesOperations {
    /** After that nobody waits for the answer to a start any more. */
    private static final Duration START_IS_OVER = Duration.ofMinutes(2);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(15);

    private final String mchid;
    private final String appid;
    private final boolean practice;
    private final WechatPayWire wire;
    private final WechatPayReading reading;
    private final WechatPayOffer offer;
    private final WechatPayNotice notice;
    private final InstantSource clock;

    public WechatPayProvider(Settings settings, Exchange exchange, InstantSource clock) {
        this(settings, Signing.by(settings), exchange, clock);
    }

    WechatPayProvider(Settings settings, Signing signing, Exchange exchange, InstantSource clock) {
        this.mchid = settings.get(WechatPay.MCHID);
        this.appid = settings.get(WechatPay.APPID);
        this.practice = settings.get(WechatPay.MODE).equals(WechatPay.PRACTICE);
        this.wire = new WechatPayWire(settings, signing, exchange, clock);
        this.reading = new WechatPayReading(mchid, appid);
        this.offer = new WechatPayOffer(appid, signing, practice);
        this.notice = new WechatPayNotice(wire.keys(), new Sealed(settings.get(WechatPay.API_V3_KEY)), reading);
        this.clock = clock;
    }

    @Override
    public Outcome start(ChargeRequest request) throws IOException {
        String refusal = WechatPayRequests.refusal(request, practice);
        if (refusal != null) {
            return new Outcome.Refused(refusal);
        }
        Judged answer =
                wire.post(WechatPayRequests.path(request.method()), WechatPayRequests.order(request, appid, mchid));
        return offer.read(answer, request, clock.instant());
    }

    @Override
    public Outcome query(ChargeQuery query) throws IOException {
        Judged answer = order(query.attempt());
        Outcome outcome = reading.charge(answer, query);
        boolean nobodyCanPay = query.providerRef() == null && WechatPayReading.isUnpaid(answer);
        return nobodyCanPay && outcome instanceof Outcome.PayerMust ? offerAgain(query.request()) : outcome;
    }

    /**
     * The order is there, and the answer that brought the payer's code was lost. WeChat gives a QR code again for the
     * very same order while it can be paid
     * (https://pay.weixin.qq.com/docs/merchant/products/h5-payment/apilist.html, checked 2026-11-25). The other methods need the payer's address or openid, which are not kept: there the order, which
     * nobody can pay, is closed, so that the payer can choose again; but not while the start may still be answered.
     */
    private Outcome offerAgain(ChargeRequest request) throws IOException {
        if (request.method().equals(WechatPay.NATIVE)) {
            Outcome again = start(request);
            if (again instanceof Outcome.PayerMust) {
                return again;
            }
            if (!(again instanceof Outcome.Refused)) {
                return new Outcome.Unknown("the code could not be had again");
            }
        }
        boolean mayBeAnswered = clock.instant()
                .isBefore(WechatPayRequests.madeAt(request.attempt()).plus(START_IS_OVER));
        if (mayBeAnswered) {
            return new Outcome.Unknown("not paid, and the start may still be answered");
        }
        Outcome closed = close(request.attempt(), request.amount());
        return closed instanceof Outcome.Done ? closed : new Outcome.Unknown("not paid, and not closed yet");
    }

    @Override
    public Outcome cancel(OperationRequest request) throws IOException {
        return close(request.attempt(), request.charged());
    }

    private Outcome close(AttemptId attempt, Money amount) throws IOException {
        Judged answer = wire.post(path(attempt) + "/close", WechatPayRequests.close(mchid));
        return WechatPayReading.closed(answer, attempt, amount);
    }

    @Override
    public Outcome refund(OperationRequest request) throws IOException {
        if (!WechatPay.takes(request.amount())) {
            return new Outcome.Refused("WeChat Pay takes CNY only, from one fen up");
        }
        Judged answer = wire.post("/v3/refund/domestic/refunds", WechatPayRequests.refund(request, practice));
        return reading.refund(answer, Verb.REFUND, request, clock.instant());
    }

    @Override
    public Outcome queryOperation(OperationRequest request) throws IOException {
        if (request.kind() == OperationKind.VOID) {
            return queryClose(request);
        }
        Judged answer =
                wire.get("/v3/refund/domestic/refunds/" + request.operation().value());
        return reading.refund(answer, Verb.QUERY_REFUND, request, clock.instant());
    }

    /** There is no record of a close but the order's state. */
    private Outcome queryClose(OperationRequest request) throws IOException {
        Judged answer = order(request.attempt());
        Outcome order = reading.orderOf(answer, request.attempt(), request.charged());
        if (WechatPayReading.isUnpaid(answer) && order instanceof Outcome.PayerMust) {
            return new Outcome.NotSent("the order is still open");
        }
        return switch (order) {
            case Outcome.Done done -> done.effect() == Effect.CLOSED ? done : WechatPayReading.tooLate();
            // Somebody is paying just now: a close would be turned away.
            case Outcome.PayerMust paying -> new Outcome.Pending(null, ASK_AGAIN);
            case Outcome.Declined failed -> new Outcome.Unknown("the order failed: " + failed.providerCode());
            default -> order;
        };
    }

    @Override
    public Notification read(InboundRequest request) {
        return notice.read(request);
    }

    private Judged order(AttemptId attempt) throws IOException {
        return wire.get(path(attempt) + "?mchid=" + mchid);
    }

    private static String path(AttemptId attempt) {
        return "/v3/pay/transactions/out-trade-no/" + attempt.value();
    }
}
