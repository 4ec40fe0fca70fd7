package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Exchanging;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Trouble;
import dev.tillgate.provider.stripe.Stripe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stripe, simulated: the API under {@code /v1/}, everything else is the payer's pages. */
public final class StripeSimulator implements Simulator {
    private static final int MOST_OF_A_KIND = 50_000;

    private final Setup setup;
    private final JsonBook book;
    private final StripeAccounts accounts;
    private final Events events;
    private final Sessions sessions;
    private final Intents intents;
    private final RefundDesk refunds;
    private final Disputes disputes;
    private final Exchanging exchanging;
    private final BalanceReport balance;
    private final Reports reports;
    private final Desk desk;
    private final Pages pages;
    private final Repeats repeats;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("stripe-simulator").factory());

    public StripeSimulator(Setup setup) {
        this.setup = setup;
        this.book = JsonBook.open(setup.folder(), "stripe", MOST_OF_A_KIND);
        Shapes shapes = new Shapes(book);
        this.accounts = new StripeAccounts(setup.rootSecret(), book);
        WebhookEndpoints endpoints = new WebhookEndpoints(book, setup.clock());
        Events.Ears ears = new Events.Ears(accounts, endpoints, setup.sender());
        this.events = new Events(book, shapes, ears, setup.faults(), setup.clock());
        this.intents = new Intents(book, events, setup.clock(), setup.baseUrl(), this::schedule);
        this.sessions = new Sessions(book, events, intents, setup.clock(), setup.baseUrl());
        this.refunds = new RefundDesk(book, events, intents, setup.clock(), this::schedule);
        this.disputes = new Disputes(book, events, setup.clock());
        this.exchanging = new Exchanging(book);
        this.balance = new BalanceReport(book, exchanging, setup.clock());
        this.reports = new Reports(book, balance, setup.clock(), setup.baseUrl());
        Files files = new Files(book, setup.clock(), setup.baseUrl());
        this.desk =
                new Desk(book, shapes, sessions, intents, refunds, new Desk.Rest(disputes, files, endpoints, reports));
        this.pages = new Pages(book, sessions, intents);
        this.repeats = new Repeats(book, setup.clock());
        book.locked(this::resume);
        events.resume();
    }

    private boolean resume() {
        book.all(Intents.KIND).forEach(this::schedule);
        book.all(RefundDesk.KIND).forEach(this::schedule);
        return true;
    }

    @Override
    public Reply handle(InboundRequest request) {
        if (!request.path().startsWith("/v1/")) {
            return book.locked(() -> pages.handle(request));
        }
        Fault fault = setup.faults().onCall(request);
        return switch (fault.kind()) {
            case LOSE_BEFORE -> Reply.dropped(fault.delay());
            case ERROR_BEFORE -> Trouble.serverError().delayed(fault.delay());
            case RATE_LIMIT -> tooMany(request).delayed(fault.delay());
            case ARRIVE_LATE -> {
                after(Duration.ofSeconds(1), () -> answered(request, Fault.NONE));
                yield Reply.dropped(fault.delay());
            }
            case ERROR_AFTER -> answered(request, fault).delayed(fault.delay());
            default -> Trouble.with(answered(request, fault), fault);
        };
    }

    private Reply answered(InboundRequest request, Fault fault) {
        return book.locked(() -> {
            String account = accounts.accountOf(request.header("Authorization"));
            if (account == null) {
                Refusal refusal = new Refusal(401, "invalid_request_error", null, "Invalid API Key provided.");
                return reply(request, 401, refusal.body().toString(), false);
            }
            return answered(account, request, fault);
        });
    }

    private Reply answered(String account, InboundRequest request, Fault fault) {
        try {
            Repeats.Kept kept = repeats.find(account, request);
            if (kept != null) {
                return reply(request, kept.status(), kept.body(), true);
            }
            Reply file = reports.contents(account, request);
            if (file != null) {
                return file;
            }
            String body = desk.answer(account, request).toString();
            int status = 200;
            if (fault.kind() == Fault.Kind.ERROR_AFTER) {
                status = 500;
                body = new Refusal(500, "api_error", null, "An unknown error occurred.")
                        .body()
                        .toString();
            }
            repeats.keep(account, request, status, body);
            return reply(request, status, body, false);
        } catch (Refusal refusal) {
            String body = shown(refusal).toString();
            if (refusal.isKept()) {
                repeats.keep(account, request, refusal.status(), body);
            }
            return reply(request, refusal.status(), body, false);
        }
    }

    private ObjectNode shown(Refusal refusal) {
        ObjectNode body = refusal.body();
        if (body.path("error") instanceof ObjectNode error
                && error.path("payment_intent") instanceof ObjectNode intent) {
            error.set("payment_intent", new Shapes(book).shown(intent, Set.of()));
        }
        return body;
    }

    private static Reply tooMany(InboundRequest request) {
        Refusal refusal = new Refusal(429, "invalid_request_error", "rate_limit", "Request rate limit exceeded.");
        Reply reply = reply(request, 429, refusal.body().toString(), false);
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("retry-after", "1");
        headers.put("stripe-should-retry", "true");
        return new Reply(reply.status(), headers, reply.body(), reply.delivery(), reply.delay());
    }

    private static Reply reply(InboundRequest request, int status, String body, boolean replayed) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("request-id", Shapes.newId("req"));
        headers.put("stripe-version", Stripe.API_VERSION);
        String key = request.header("Idempotency-Key");
        if (key != null && request.method().equals("POST")) {
            headers.put("idempotency-key", key);
            headers.put("original-request", headers.getOrDefault("request-id", ""));
        }
        if (replayed) {
            headers.put("idempotent-replayed", "true");
        }
        return Reply.json(status, body, headers);
    }

    private void schedule(ObjectNode object) {
        long at = object.path(Shapes.DUE).asLong();
        if (at > 0) {
            long pause = Math.max(0, at - setup.clock().millis());
            after(
                    Duration.ofMillis(pause),
                    () -> book.locked(() -> due(object.path("id").asText())));
        }
    }

    private boolean due(String id) {
        ObjectNode intent = book.get(Intents.KIND, id);
        ObjectNode refund = book.get(RefundDesk.KIND, id);
        if (intent != null && isDue(intent)) {
            boolean succeeds = Shapes.is(intent, Shapes.DUE_FOR, "succeed");
            if (succeeds) {
                intents.succeed(intent, TestInstrument.VISA);
            } else {
                intents.fail(intent, "card_declined", "insufficient_funds");
            }
            sessions.settled(intent, succeeds);
        }
        if (refund != null && isDue(refund)) {
            refunds.due(refund);
        }
        return true;
    }

    private boolean isDue(ObjectNode object) {
        long at = object.path(Shapes.DUE).asLong();
        return at > 0 && at <= setup.clock().millis();
    }

    private void after(Duration pause, Runnable work) {
        try {
            timer.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // It is in the book: the next start schedules it again.
        }
    }

    @Override
    public Settings account(String id) {
        if (!id.matches("[A-Za-z0-9]{1,60}")) {
            throw new IllegalArgumentException("an account id has letters and digits only");
        }
        return new Settings(Map.of(
                Stripe.MODE, Stripe.PRACTICE,
                Stripe.PRACTICE_URL, setup.baseUrl(),
                Stripe.SECRET_KEY, accounts.secretKey(id),
                Stripe.WEBHOOK_SECRET, String.join(" ", accounts.signingSecrets(id)),
                Stripe.INSTALLMENTS, Stripe.ON));
    }

    @Override
    public @Nullable String payerPage(String account, String reference) {
        return book.locked(() -> {
            for (ObjectNode session : objects(account, Sessions.KIND)) {
                if (Shapes.is(session, "client_reference_id", reference) && Shapes.is(session, "status", "open")) {
                    return session.path("url").asText();
                }
            }
            for (ObjectNode intent : objects(account, Intents.KIND)) {
                boolean ours = intent.path("metadata").toString().contains("\"" + reference + "\"");
                if (ours && Shapes.is(intent, "status", "requires_action")) {
                    return setup.baseUrl() + "/authenticate/"
                            + intent.path("id").asText();
                }
            }
            return null;
        });
    }

    @Override
    public SettlementFile settlement(String account) {
        String csv = book.locked(() -> balance.csv(account, any -> true));
        return new SettlementFile(
                "payout_reconciliation.csv", "text/csv;charset=utf-8", csv.getBytes(StandardCharsets.UTF_8));
    }

    /** All that the account has of a kind ({@code session}, {@code intent}, {@code refund}, {@code dispute}, {@code event}). */
    public List<ObjectNode> objects(String account, String kind) {
        return book.all(kind).stream()
                .filter(object -> Shapes.is(object, Shapes.ACCOUNT, account))
                .toList();
    }

    /** Where the account's notifications go, unless a request says otherwise. */
    public void listen(String account, String url) {
        events.listen(account, url);
    }

    /** Signs with a new secret from now on, and with the one before it too. Returns the account's new settings. */
    public Settings rollSigningSecret(String account) {
        accounts.roll(account);
        return account(account);
    }

    /** The account keeps one currency only; the balance report shows the exchange of all others. */
    public void settleIn(String account, String currency) {
        exchanging.settleIn(account, currency);
    }

    /** The bank moves a dispute on, to {@code under_review}, {@code won}, {@code lost} … */
    public void moveDispute(String account, String id, String status) {
        book.locked(() -> {
            ObjectNode dispute = book.get(Disputes.KIND, id);
            if (dispute != null && Shapes.is(dispute, Shapes.ACCOUNT, account)) {
                disputes.move(dispute, status);
            }
            return id;
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
        events.close();
        book.close();
    }
}
