package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PracticeMark;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import dev.tillgate.provider.paypal.simulator.SimulatedOrders.Told;
import dev.tillgate.provider.simulator.Exchanging;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PayPal's REST API, payer's page and notifications, without PayPal. */
public final class PayPalSimulator implements Simulator {
    private static final int MOST_OF_A_KIND = 100_000;
    private static final Duration ARRIVES_LATE = Duration.ofSeconds(1);
    private static final Duration SETTLES = Duration.ofSeconds(5);
    private static final String CERTIFICATES = "/v1/notifications/certs/";
    private static final Pattern ORDER = Pattern.compile("/v2/checkout/orders/([A-Z0-9]{1,40})(/[a-z]+)?");
    private static final Pattern PAYMENT =
            Pattern.compile("/v2/payments/(authorizations|captures|refunds)/([A-Z0-9]{1,40})(/[a-z]+)?");

    private final Setup setup;
    private final JsonBook book;
    private final SimulatedAccounts accounts;
    private final SimulatedCertificates certificates;
    private final SimulatedNotices notices;
    private final PayPalLedger ledger;
    private final SimulatedOrders orders;
    private final SimulatedPayments payments;
    private final SimulatedDisputes disputes;
    private final SimulatedWebhooks webhooks;
    private final SimulatedPages pages;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("paypal-simulator").factory());

    public PayPalSimulator(Setup setup) {
        this.setup = setup;
        this.book = JsonBook.open(setup.folder(), "paypal", MOST_OF_A_KIND);
        this.accounts = new SimulatedAccounts(setup.rootSecret());
        this.certificates = new SimulatedCertificates(book, setup.clock());
        this.webhooks = new SimulatedWebhooks(book, setup.baseUrl());
        this.notices = new SimulatedNotices(book, new SimulatedNotices.Signs(accounts, webhooks, certificates), setup);
        this.ledger = new PayPalLedger(book);
        OrderJson json = new OrderJson(setup.baseUrl());
        Telling telling = new Telling();
        this.orders = new SimulatedOrders(ledger, json, setup.clock(), telling);
        this.payments = new SimulatedPayments(ledger, json, setup.clock(), telling);
        this.disputes = new SimulatedDisputes(ledger, setup.baseUrl(), setup.clock(), telling);
        this.pages = new SimulatedPages(ledger, orders, setup.clock());
        notices.resume();
        ledger.orders().forEach(this::resume);
    }

    private void resume(Entry entry) {
        for (JsonNode capture : OrderJson.list(entry.order(), OrderJson.CAPTURES)) {
            if (capture.path("status").asText().equals("PENDING")) {
                settleLater(capture.path("id").asText());
            }
        }
    }

    @Override
    public Settings account(String id) {
        if (!id.matches("[A-Za-z0-9]{1,60}")) {
            throw new IllegalArgumentException("an account id has letters and digits only");
        }
        return accounts.settings(id, setup.baseUrl());
    }

    @Override
    public @Nullable String payerPage(String account, String reference) {
        return ledger.orders(account, reference).stream()
                .reduce((first, second) -> second)
                .map(entry -> setup.baseUrl() + SimulatedPages.PATH + "?token=" + entry.id())
                .orElse(null);
    }

    @Override
    public SettlementFile settlement(String account) {
        String csv =
                ledger.locked(() -> new SettlementReport(ledger, new Exchanging(book), setup.clock()).csv(account));
        return new SettlementFile("STL.CSV", "text/csv;charset=utf-8", csv.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reply handle(InboundRequest request) {
        String path = request.path();
        if (path.equals(SimulatedPages.PATH)) {
            return pages.answer(request);
        }
        if (path.startsWith(CERTIFICATES)) {
            return certificate(path.substring(CERTIFICATES.length()));
        }
        if (path.equals(PracticeMark.ROOT_PATH)) {
            return root(request);
        }
        Fault fault = setup.faults().onCall(request);
        return switch (fault.kind()) {
            case LOSE_BEFORE -> Reply.dropped(fault.delay());
            case ERROR_BEFORE -> Trouble.serverError().delayed(fault.delay());
            case ARRIVE_LATE -> {
                after(ARRIVES_LATE, () -> answer(request));
                yield Reply.dropped(fault.delay());
            }
            case RATE_LIMIT -> error(new WireError(429, "RATE_LIMIT_REACHED")).delayed(fault.delay());
            default -> Trouble.with(answer(request), fault);
        };
    }

    private Reply answer(InboundRequest request) {
        if (request.path().equals("/v1/oauth2/token")) {
            return token(request);
        }
        String account = accounts.accountOfBearer(
                request.header("Authorization"), setup.clock().instant());
        if (account == null) {
            return Reply.json(
                    401,
                    "{\"error\":\"invalid_token\",\"error_description\":\"Token signature verification failed\"}",
                    Map.of());
        }
        try {
            requireNoMock(request);
            Told told = ledger.locked(() -> routed(account, request));
            return told.status() == 204
                    ? Reply.of(204, "application/json", new byte[0], debugId())
                    : Reply.json(told.status(), told.body().toString(), debugId());
        } catch (WireError error) {
            return error(error);
        }
    }

    private static Map<String, String> debugId() {
        return Map.of("paypal-debug-id", OrderJson.newId().toLowerCase(Locale.ROOT));
    }

    private static Reply error(WireError error) {
        Map<String, String> headers = debugId();
        String body = error.body(Objects.requireNonNull(headers.get("paypal-debug-id")))
                .toString();
        return error.status() == 429
                ? Reply.json(429, body, Map.of("retry-after", "1"))
                : Reply.json(error.status(), body, headers);
    }

    /** https://developer.paypal.com/tools/sandbox/negative-testing/request-headers/ , checked 2026-11-25. */
    private static void requireNoMock(InboundRequest request) {
        String header = request.header("PayPal-Mock-Response");
        JsonNode mock = header == null ? null : StrictJson.object(header.getBytes(StandardCharsets.UTF_8));
        String code = mock == null ? null : StrictJson.text(mock, "mock_application_codes");
        if (code != null) {
            throw WireError.mocked(code);
        }
    }

    private Told routed(String account, InboundRequest request) {
        String path = request.path();
        boolean posts = request.method().equals("POST");
        // PayPal's own library sends no type with a void, which has no body; it has one with an empty capture.
        boolean typed = String.valueOf(request.header("Content-Type")).startsWith("application/json");
        if (posts && !typed && !path.endsWith("/void") && !path.endsWith("/provide-evidence")) {
            throw new WireError(415, "UNSUPPORTED_MEDIA_TYPE");
        }
        if (posts && path.equals("/v2/checkout/orders")) {
            return orders.create(account, request);
        }
        if (posts && path.equals("/v1/notifications/verify-webhook-signature")) {
            boolean ours = notices.isOurs(account, request.body());
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            return new Told(200, body.put("verification_status", ours ? "SUCCESS" : "FAILURE"));
        }
        Matcher order = ORDER.matcher(path);
        if (order.matches()) {
            return order(account, request, order);
        }
        Told dispute = disputes.answer(account, request);
        Told told = dispute == null ? webhooks.answer(account, request) : dispute;
        if (told != null) {
            return told;
        }
        Matcher payment = PAYMENT.matcher(path);
        if (payment.matches()) {
            return payment(account, request, payment);
        }
        throw WireError.notFound();
    }

    private Told order(String account, InboundRequest request, Matcher path) {
        String id = path.group(1);
        String verb = path.group(2) == null ? "" : path.group(2).substring(1);
        return switch (request.method() + " " + verb) {
            case "GET " -> orders.show(account, id);
            case "POST capture", "POST authorize" -> orders.complete(account, id, verb, request);
            default -> throw WireError.notFound();
        };
    }

    private Told payment(String account, InboundRequest request, Matcher path) {
        String kind = path.group(1);
        String id = path.group(2);
        String verb = path.group(3) == null ? "" : path.group(3);
        return switch (request.method() + " " + kind + verb) {
            case "GET authorizations", "GET captures", "GET refunds" -> payments.show(account, kind, id);
            case "POST authorizations/capture" -> payments.capture(account, id, request);
            case "POST authorizations/void" -> payments.release(account, id, request);
            case "POST captures/refund" -> payments.refund(account, id, request);
            default -> throw WireError.notFound();
        };
    }

    private Reply token(InboundRequest request) {
        String account = accounts.accountOfBasic(request.header("Authorization"));
        String grant =
                Form.read(new String(request.body(), StandardCharsets.UTF_8)).getOrDefault("grant_type", "");
        if (account == null) {
            return Reply.json(
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":\"Client Authentication failed\"}",
                    Map.of());
        }
        if (!grant.equals("client_credentials")) {
            return Reply.json(400, "{\"error\":\"unsupported_grant_type\"}", Map.of());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("scope", "https://uri.paypal.com/services/checkout/payments");
        body.put("access_token", accounts.newToken(account, setup.clock().instant()));
        body.put("token_type", "Bearer");
        body.put("app_id", "APP-PRACTICE");
        body.put("expires_in", SimulatedAccounts.TOKEN_SECONDS);
        body.put("nonce", OrderJson.newId());
        return Reply.json(200, body.toString(), Map.of());
    }

    private Reply certificate(String id) {
        String pem = certificates.pem(id);
        return pem == null
                ? Reply.json(404, "{}", Map.of())
                : Reply.of(200, "application/x-pem-file", pem.getBytes(StandardCharsets.US_ASCII), Map.of());
    }

    private Reply root(InboundRequest request) {
        String account = accounts.accountOfClient(Form.read(request.query()).getOrDefault("client_id", ""));
        byte[] pem = certificates.rootPem().getBytes(StandardCharsets.US_ASCII);
        return account == null
                ? Reply.json(404, "{}", Map.of())
                : Reply.of(
                        200,
                        "application/x-pem-file",
                        pem,
                        Map.of(PracticeMark.ROOT_HEADER, accounts.proof(account, pem)));
    }

    /**
     * What the book says of one order.
     *
     * @param reserved what is authorized and neither captured nor released
     */
    public record Truth(String orderId, String status, Money reserved, Money captured, Money refunded) {}

    /** All orders of an account with this reference, oldest first. */
    public List<Truth> truths(String account, String reference) {
        return ledger.locked(() -> ledger.orders(account, reference).stream()
                .map(entry -> truth(entry.order()))
                .toList());
    }

    private static Truth truth(ObjectNode order) {
        List<String> came = List.of("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED");
        Money captured = OrderJson.sum(order, OrderJson.CAPTURES, came);
        Money held = OrderJson.sum(order, OrderJson.AUTHORIZATIONS, List.of("CREATED", "PARTIALLY_CAPTURED"));
        Money reserved = held.isZero() ? held : held.minus(captured);
        Money refunded = OrderJson.sum(order, OrderJson.REFUNDS, List.of("COMPLETED", "PENDING"));
        String id = order.path("id").asText();
        return new Truth(id, order.path("status").asText(), reserved, captured, refunded);
    }

    /** The newest capture (or refund) of the newest order with this reference, or null. */
    public @Nullable String newest(String account, String reference, boolean refund) {
        String found = null;
        for (Entry entry : ledger.orders(account, reference)) {
            for (JsonNode part : OrderJson.list(entry.order(), refund ? OrderJson.REFUNDS : OrderJson.CAPTURES)) {
                found = part.path("id").asText();
            }
        }
        return found;
    }

    /** The payer agrees without a page: {@code PAY}, {@code PAY_LATER} or {@code DECLINE} says what comes of it. */
    public boolean approve(String orderId, String plan) {
        return ledger.locked(() -> orders.approve(orderId, plan));
    }

    /** PayPal decides a pending capture. */
    public boolean settle(String captureId, boolean good) {
        return ledger.locked(() -> payments.settle(captureId, good));
    }

    /** The merchant gives so much of a capture back on PayPal's own pages. */
    public boolean refundInDashboard(String captureId, Money amount) {
        return ledger.locked(() -> payments.refundInDashboard(captureId, amount));
    }

    /** A refund that was called complete comes back. */
    public boolean failRefund(String refundId) {
        return ledger.locked(() -> payments.failRefund(refundId));
    }

    /** The account keeps one currency only; the settlement report shows the exchange of all others. */
    public void settleIn(String account, String currency) {
        new Exchanging(book).settleIn(account, currency);
    }

    /** The payer objects to a capture, for a reason in PayPal's words. */
    public boolean dispute(String captureId, String reason) {
        return dispute(captureId, reason, "CHARGEBACK");
    }

    /** The same at a stage in PayPal's words, such as {@code INQUIRY}. */
    public boolean dispute(String captureId, String reason, String stage) {
        return ledger.locked(() -> disputes.open(captureId, reason, stage));
    }

    /** PayPal decides a dispute, such as {@code RESOLVED_SELLER_FAVOUR}. */
    public boolean decide(String account, String disputeId, String outcome) {
        return ledger.locked(() -> disputes.decide(account, disputeId, outcome));
    }

    /** All disputes of an account, as it is shown them, oldest first. */
    public List<ObjectNode> disputes(String account) {
        return ledger.locked(() -> ledger.disputes(account).stream()
                .map(kept -> ledger.dispute(account, kept.path("dispute_id").asText()))
                .toList());
    }

    /** Notifications are signed with a new certificate from now on. */
    public String rotateCertificate() {
        return certificates.rotate();
    }

    private void settleLater(String captureId) {
        after(SETTLES, () -> settle(captureId, true));
    }

    private void after(Duration pause, Runnable work) {
        try {
            timer.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // The book has it: the next start goes on with it.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        notices.close();
        book.close();
    }

    private final class Telling implements SimulatedOrders.Teller {
        @Override
        public void tell(Entry entry, String event, ObjectNode resource) {
            notices.tell(entry, event, resource, setup.faults().onNotice());
        }

        @Override
        public void pending(Entry entry, String captureId) {
            settleLater(captureId);
        }

        @Override
        public void disputed(String captureId) {
            disputes.open(captureId, "UNAUTHORISED", "CHARGEBACK");
        }
    }
}
