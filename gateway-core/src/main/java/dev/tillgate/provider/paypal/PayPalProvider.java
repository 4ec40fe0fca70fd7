package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.paypal.PayPalOrder.Movement;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with PayPal. An order is only a question to the payer; money moves when {@link #complete} captures or
 * authorizes it, and never without that. The reference of an attempt is the order's id; captures and refunds of it are
 * found in the order by the operation's id, which they carry.
 */
public final class PayPalProvider
        implements Provider.Completes,
                Provider.Captures,
                Provider.Refunds,
                Provider.Voids,
                Provider.QueriesOperations,
                Provider.AnswersDisputes,
                Provider.RegistersWebhook {
    private static final String ORDERS = "/v2/checkout/orders";

    /**
     * How long PayPal remembers the key of an order. Checked 2026-11-25:
     * https://developer.paypal.com/docs/api/orders/v2/#orders_create
     */
    private static final Duration KEY_KEPT = Duration.ofHours(6);

    /** How long the payer has to agree, unless PayPal arranged otherwise with the merchant; then the order is gone. */
    private static final Duration ORDER_KEPT = Duration.ofHours(3);

    private static final byte[] NO_BODY = new byte[0];

    private final PayPalWire wire;
    private final PayPalNotifications notifications;
    private final PayPalEvidence evidence;
    private final PayPalWebhooks webhooks;
    private final InstantSource clock;
    private final String brandName;
    private final boolean practice;

    public PayPalProvider(Settings settings, Exchange exchange, InstantSource clock) {
        this.wire = new PayPalWire(settings, exchange, clock);
        this.notifications = new PayPalNotifications(settings, wire);
        this.evidence = new PayPalEvidence(wire);
        this.webhooks = new PayPalWebhooks(settings, wire);
        this.clock = clock;
        this.brandName = settings.getOr(PayPal.BRAND_NAME, "");
        this.practice = PayPal.isPractice(settings);
    }

    @Override
    public Outcome start(ChargeRequest request) throws IOException {
        if (!PayPalAmounts.takes(request.amount())) {
            return new Outcome.Refused("PayPal cannot collect " + request.amount());
        }
        return withToken(() -> {
            Answer answer = create(request);
            PayPalOrder order = PayPalReading.order(answer, request.attempt(), request.amount());
            return order == null ? errorOnly(answer) : charge(order, request.captureMode());
        });
    }

    /**
     * Asks for the order. Where its id never reached us it is created again with the same key, which moves no money: PayPal
     * answers the order that exists, or makes the one that was never made. Nobody was ever sent to it, and nothing
     * is paid without {@link #complete}, so when the key is forgotten, or PayPal will not have such an order, there
     * is surely no charge.
     */
    @Override
    public Outcome query(ChargeQuery query) throws IOException {
        return withToken(() -> {
            String ref = query.providerRef();
            return ref == null ? queryWithoutRef(query.request()) : look(ref, query);
        });
    }

    private Outcome queryWithoutRef(ChargeRequest request) throws IOException {
        if (age(request.attempt()).compareTo(KEY_KEPT) >= 0) {
            return new Outcome.NotSent("no payer was ever sent to an order of it, and PayPal forgot its key");
        }
        Answer answer = create(request);
        PayPalOrder order = PayPalReading.order(answer, request.attempt(), request.amount());
        if (order != null) {
            // What a repeat answers may be what the first one answered: ask for what is true now.
            return look(order.id(), new ChargeQuery(request, order.id()));
        }
        Outcome error = errorOnly(answer);
        return switch (error) {
            case Outcome.Refused refused -> new Outcome.NotSent("PayPal has no such order: " + refused.why());
            case Outcome.Declined declined ->
                new Outcome.NotSent("PayPal has no such order: " + declined.providerCode());
            default -> new Outcome.Unknown("the answer is not about this order");
        };
    }

    /** Captures, or reserves, what the payer agreed to. The key is the attempt's own, so a repeat moves nothing twice. */
    @Override
    public Outcome complete(ChargeQuery query) throws IOException {
        String ref = query.providerRef();
        if (ref == null) {
            return new Outcome.Unknown("the order's id is not known");
        }
        String verb = query.request().captureMode() == CaptureMode.MANUAL ? "/authorize" : "/capture";
        return withToken(() -> {
            String key = PayPalRequests.completionKey(query.attempt());
            Answer answer = wire.post(ORDERS + "/" + ref + verb, key, NO_BODY, Map.of());
            PayPalOrder order = PayPalReading.order(answer, query.attempt(), query.amount());
            if (order != null && order.id().equals(ref)) {
                return charge(order, query.request().captureMode());
            }
            // Taken, but not told whole: the order says what became of it.
            Outcome error = answer.status() < 300 ? null : PayPalReading.error(answer);
            return error == null ? afterwards(() -> look(ref, query)) : error;
        });
    }

    /** What became of the attempt, by the order as it is now. */
    private Outcome look(String ref, ChargeQuery query) throws IOException {
        PayPalOrder order = orderNow(ref, query.attempt(), query.amount());
        return order == null
                ? new Outcome.Unknown("PayPal does not show this order")
                : charge(order, query.request().captureMode());
    }

    private @Nullable PayPalOrder orderNow(String ref, AttemptId attempt, Money charged) throws IOException {
        PayPalOrder order = PayPalReading.order(wire.get(ORDERS + "/" + ref), attempt, charged);
        return order != null && order.id().equals(ref) ? order : null;
    }

    private static Outcome charge(PayPalOrder order, CaptureMode mode) {
        return PayPalReading.hasIntent(order, mode)
                ? PayPalReading.charge(order)
                : new Outcome.Unknown("the order has another intent");
    }

    @Override
    public Outcome capture(OperationRequest request) throws IOException {
        return onOrder(request, order -> {
            Movement known = order.captureOf(request.operation());
            if (known != null) {
                return PayPalReading.capture(known, request);
            }
            Money left = order.reservedLeft();
            if (left == null || request.amount().compareTo(left) > 0) {
                // PayPal would take up to 15 % more than was reserved; the shop's order is the limit here.
                return new Outcome.Refused("more than is still reserved");
            }
            String path = "/v2/payments/authorizations/"
                    + order.authorizations().get(0).id() + "/capture";
            boolean last = request.amount().equals(left);
            Answer answer =
                    wire.post(path, request.operation().value(), PayPalRequests.capture(request, last), Map.of());
            Movement made = movement(answer, PayPalOrder::capture);
            return made == null ? failed(answer, request) : PayPalReading.capture(made, request);
        });
    }

    @Override
    public Outcome refund(OperationRequest request) throws IOException {
        return onOrder(request, order -> {
            Movement known = order.refundOf(request.operation());
            if (known != null) {
                return PayPalReading.refund(known, request);
            }
            Movement from = order.captureHolding(request.amount());
            if (from == null) {
                return new Outcome.Refused("no single capture of this order has that much left");
            }
            String path = "/v2/payments/captures/" + from.id() + "/refund";
            Answer answer = wire.post(path, request.operation().value(), PayPalRequests.refund(request), Map.of());
            Movement made = movement(answer, PayPalOrder::refund);
            return made == null ? failed(answer, request) : PayPalReading.refund(made, request);
        });
    }

    /**
     * Releases what is reserved. An order that nobody paid has no call to close it: it ends by itself within hours, and
     * nothing is ever taken from it unless we complete it, which is not done any more once this has been answered. So
     * having looked that it is not paid is all there is to do.
     */
    @Override
    public Outcome cancel(OperationRequest request) throws IOException {
        return withToken(() -> {
            String ref = request.chargeRef();
            if (ref == null) {
                return new Outcome.Refused("the order's id is not known");
            }
            Answer answer = wire.get(ORDERS + "/" + ref);
            boolean over = age(request.attempt()).compareTo(ORDER_KEPT) >= 0;
            if (over && answer.status() == 404 && "INVALID_RESOURCE_ID".equals(PayPalReading.code(answer))) {
                // PayPal forgets orders that no payer agreed to in time; a paid one it keeps.
                return new Outcome.Done(Effect.CLOSED, ref, request.amount());
            }
            PayPalOrder order = PayPalReading.order(answer, request.attempt(), request.charged());
            if (order == null || !order.id().equals(ref)) {
                return notShown(answer);
            }
            Outcome known = closed(order, request);
            return known == null ? release(order, request) : known;
        });
    }

    private Outcome release(PayPalOrder order, OperationRequest request) throws IOException {
        String path =
                "/v2/payments/authorizations/" + order.authorizations().get(0).id() + "/void";
        Answer answer = wire.post(path, request.operation().value(), NO_BODY, Map.of());
        return answer.status() < 300
                ? settled(request, new Outcome.Pending(order.id(), PayPalReading.ASK_SOON))
                : failed(answer, request);
    }

    /** Whether nothing can be collected any more, or null when a reservation is to be released first. */
    private static @Nullable Outcome closed(PayPalOrder order, OperationRequest request) {
        if (order.authorizations().stream().anyMatch(Movement::isHeld)) {
            return null;
        }
        boolean released = order.authorizations().stream().anyMatch(hold -> hold.is("VOIDED"));
        Money collected = order.collected();
        if (!released && (collected == null || collected.isPositive())) {
            return PayPalReading.tooLate();
        }
        if (!released && order.captures().stream().anyMatch(capture -> capture.is("PENDING"))) {
            return new Outcome.Pending(order.id(), PayPalReading.ASK_MUCH_LATER);
        }
        return new Outcome.Done(Effect.CLOSED, order.id(), request.amount());
    }

    @Override
    public Outcome queryOperation(OperationRequest request) throws IOException {
        return withToken(() -> {
            String ref = request.chargeRef();
            PayPalOrder order = ref == null ? null : orderNow(ref, request.attempt(), request.charged());
            if (order == null) {
                return new Outcome.Unknown("PayPal does not show this order");
            }
            return switch (request.kind()) {
                case CAPTURE -> found(order, order.captureOf(request.operation()), request);
                case REFUND -> found(order, order.refundOf(request.operation()), request);
                case VOID ->
                    Objects.requireNonNullElseGet(
                            closed(order, request), () -> new Outcome.NotSent("the money is still reserved"));
            };
        });
    }

    private static Outcome found(PayPalOrder order, @Nullable Movement movement, OperationRequest request) {
        if (movement == null) {
            List<Movement> all = request.kind() == OperationKind.CAPTURE ? order.captures() : order.refunds();
            boolean mayBeOne = all.stream()
                    .anyMatch(one -> one.amount().equals(request.amount()) && !one.isOfAnother(request.operation()));
            return order.listsEverything() && !mayBeOne
                    ? new Outcome.NotSent("the order has no record of it")
                    : new Outcome.Unknown("the order does not say clearly whether it was done");
        }
        return request.kind() == OperationKind.CAPTURE
                ? PayPalReading.capture(movement, request)
                : PayPalReading.refund(movement, request);
    }

    @Override
    public Notification read(InboundRequest request) {
        return notifications.read(request);
    }

    @Override
    public Submission answered(Evidence about) throws IOException {
        return evidence.answered(about);
    }

    @Override
    public Submission answer(Evidence about) throws IOException {
        return evidence.answer(about);
    }

    @Override
    public Registration register(WebhookRequest request) throws IOException {
        return webhooks.register(request);
    }

    private Answer create(ChargeRequest request) throws IOException {
        Map<String, String> further = practice ? Map.of(PracticeMark.NOTIFY_HEADER, request.notifyUrl()) : Map.of();
        byte[] body = PayPalRequests.order(request, brandName);
        return wire.post(ORDERS, request.attempt().value(), body, further);
    }

    private Outcome onOrder(OperationRequest request, OrderStep step) throws IOException {
        return withToken(() -> {
            String ref = request.chargeRef();
            if (ref == null) {
                return new Outcome.Refused("the order's id is not known");
            }
            Answer answer = wire.get(ORDERS + "/" + ref);
            PayPalOrder order = PayPalReading.order(answer, request.attempt(), request.charged());
            return order == null || !order.id().equals(ref) ? notShown(answer) : step.run(order);
        });
    }

    /** A command was refused; where only the order knows why, it is asked. */
    private Outcome failed(Answer answer, OperationRequest request) {
        Outcome error = PayPalReading.error(answer);
        if (error != null) {
            return error;
        }
        return settled(
                request,
                "PREVIOUS_REQUEST_IN_PROGRESS".equals(PayPalReading.code(answer))
                        ? new Outcome.Pending(request.operationRef(), PayPalReading.ASK_SOON)
                        : new Outcome.Unknown("PayPal and the order say different things"));
    }

    /** What the order says of an operation after it was commanded; no record of it then proves nothing. */
    private Outcome settled(OperationRequest request, Outcome withoutRecord) {
        Outcome known = afterwards(() -> queryOperation(request));
        return known instanceof Outcome.NotSent ? withoutRecord : known;
    }

    /** A question behind a command: when it is lost, nothing is known of the command. */
    private static Outcome afterwards(Step step) {
        try {
            Outcome outcome = step.run();
            return outcome instanceof Outcome.Approved approved
                    ? new Outcome.Pending(approved.ref(), PayPalReading.ASK_SOON)
                    : outcome;
        } catch (IOException lost) {
            return new Outcome.Unknown("PayPal could not be asked what became of it");
        }
    }

    /** What an error says by itself, without looking at the order. */
    private static Outcome errorOnly(Answer answer) {
        Outcome error = PayPalReading.error(answer);
        return error == null ? new Outcome.Unknown("it may have been done before") : error;
    }

    /** The look at the order before a command failed: nothing was commanded, and nothing is known of the order. */
    private static Outcome notShown(Answer answer) {
        Outcome error = errorOnly(answer);
        return error instanceof Outcome.Refused || error instanceof Outcome.NotSent
                ? error
                : new Outcome.Unknown("PayPal does not show this order");
    }

    private static @Nullable Movement movement(Answer answer, MovementReader reader) {
        JsonNode body = answer.status() == 200 || answer.status() == 201 ? StrictJson.object(answer.body()) : null;
        return body == null ? null : reader.read(body);
    }

    private Duration age(AttemptId attempt) {
        return Duration.between(PayPalRequests.madeAt(attempt), clock.instant());
    }

    private static Outcome withToken(Step step) throws IOException {
        try {
            return step.run();
        } catch (CredentialsRefused refused) {
            return new Outcome.Refused(Objects.requireNonNullElse(refused.getMessage(), "credentials refused"));
        }
    }

    private interface Step {
        Outcome run() throws IOException;
    }

    private interface OrderStep {
        Outcome run(PayPalOrder order) throws IOException;
    }

    private interface MovementReader {
        @Nullable
        Movement read(JsonNode body);
    }
}
