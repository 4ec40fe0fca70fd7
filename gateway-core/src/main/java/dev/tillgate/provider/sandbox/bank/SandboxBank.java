package dev.tillgate.provider.sandbox.bank;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.Sandbox;
import dev.tillgate.provider.sandbox.SandboxSignature;
import dev.tillgate.provider.sandbox.bank.BankCharge.Status;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.NoticeFault;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The other side of the wire: a simulated bank with its own book, pages and notifications. A pure function from
 * request to reply, to be served by any host. Safe for many threads.
 */
public final class SandboxBank implements Simulator {
    private final BankOptions options;
    private final BankBook book;
    private final BankAccounts accounts;
    private final BankJson json;
    private final Teller teller;
    private final BankApi api;
    private final BankPages pages;
    private final @Nullable BankPost post;
    private final @Nullable BankJournal journal;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;

    /** @param sender how notifications leave, or null when none are sent */
    public SandboxBank(BankOptions options, @Nullable Exchange sender, InstantSource clock) {
        this.options = options;
        this.clock = clock;
        this.accounts = new BankAccounts(options.rootSecret());
        this.book = new BankBook(options.mostCharges());
        this.json = new BankJson(options.baseUrl(), accounts);
        this.teller = new Teller(book, clock, this::changed, this::changed);
        this.api = new BankApi(book, teller, json);
        this.pages = new BankPages(book, teller, accounts, clock);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sandbox-bank").factory());
        this.post = sender == null ? null : new BankPost(book, accounts, sender, clock, timer);
        Path folder = options.folder();
        this.journal = folder == null ? null : BankJournal.open(folder, book, accounts);
        book.locked(this::resume);
    }

    private boolean resume() {
        book.charges().forEach(charge -> schedule(charge.id(), charge.state().dueAt()));
        book.operations()
                .forEach(operation ->
                        schedule(operation.id(), operation.outcome().dueAt()));
        if (post != null) {
            post.resume();
        }
        return true;
    }

    /** Opens an account at the bank and returns the settings a merchant would type in for it. */
    public Settings newAccount() {
        return account(BankAccounts.newId());
    }

    @Override
    public Settings account(String id) {
        if (!id.matches("[A-Za-z0-9]{1,60}")) {
            throw new IllegalArgumentException("an account id has letters and digits only");
        }
        String secrets = String.join(" ", accounts.notificationSecrets(id));
        return Sandbox.settings(options.baseUrl(), accounts.secretKey(id), secrets);
    }

    /** Signs with a new secret from now on, and with the one before it too. Returns the account's new settings. */
    public Settings rotateNotificationSecret(String accountId) {
        return book.locked(() -> {
            int next = accounts.generation(accountId) + 1;
            accounts.setGeneration(accountId, next);
            if (journal != null) {
                journal.writeGeneration(accountId, next);
            }
            return account(accountId);
        });
    }

    /** The account that these settings are for, or null when the bank does not know the key. */
    public @Nullable String accountOf(Settings settings) {
        return accounts.accountOf(settings.get(Sandbox.SECRET_KEY));
    }

    /** Everything the bank knows of an account: the truth to compare other books with. */
    public Books books(String accountId) {
        return book.locked(() -> new Books(
                book.charges().stream()
                        .filter(charge -> charge.terms().account().equals(accountId))
                        .toList(),
                book.operations().stream()
                        .filter(operation -> operation.account().equals(accountId))
                        .toList()));
    }

    @Override
    public SettlementFile settlement(String accountId) {
        byte[] report = BankSettlement.report(books(accountId), clock.instant()).getBytes(StandardCharsets.UTF_8);
        return new SettlementFile("settlement.csv", "text/csv;charset=utf-8", report);
    }

    @Override
    public @Nullable String payerPage(String accountId, String reference) {
        return books(accountId).charges().stream()
                .filter(charge -> charge.terms().reference().equals(reference))
                .findFirst()
                .map(this::pageUrl)
                .orElse(null);
    }

    /** The payer's page of a charge; whoever has the address may pay it. */
    public String pageUrl(BankCharge charge) {
        return json.pageUrl(charge);
    }

    /** What the bank knows of one account. */
    public record Books(List<BankCharge> charges, List<BankOperation> operations) {}

    @Override
    public Reply handle(InboundRequest request) {
        return request.path().startsWith("/v1/") ? call(request) : pages.handle(request);
    }

    private Reply call(InboundRequest request) {
        Fault fault = options.faults().onCall(request);
        return switch (fault.kind()) {
            case LOSE_BEFORE -> Reply.dropped(fault.delay());
            case ERROR_BEFORE -> Trouble.serverError().delayed(fault.delay());
            case ARRIVE_LATE -> {
                after(Duration.ofSeconds(1), () -> answer(request, Fault.NONE));
                yield Reply.dropped(fault.delay());
            }
            default -> answer(request, fault);
        };
    }

    private Reply answer(InboundRequest request, Fault planned) {
        String account = authenticated(request);
        if (account == null) {
            BankError error = new BankError(401, "invalid_key", "the key is not known");
            return Reply.json(401, json.error(error).toString(), Map.of());
        }
        try {
            if (planned.kind() == Fault.Kind.RATE_LIMIT) {
                throw new BankError(429, "rate_limited", "too many requests");
            }
            BankApi.Told told = book.locked(() -> api.answer(account, request));
            Fault fault = planned == Fault.NONE ? told.fault() : planned;
            Reply reply = signed(account, request, told.status(), told.body().toString(), fault);
            return Trouble.with(reply, fault);
        } catch (BankError error) {
            String body = json.error(error).toString();
            Reply reply = signed(account, request, error.status(), body, planned);
            return error.status() >= 500 ? Trouble.serverError() : Trouble.with(reply, planned);
        }
    }

    private Reply signed(String account, InboundRequest request, int status, String body, Fault fault) {
        List<String> secrets = fault.kind() == Fault.Kind.WRONG_SIGNATURE
                ? List.of(accounts.wrongSecret())
                : accounts.notificationSecrets(account);
        String signature = SandboxSignature.sign(
                secrets,
                clock.instant().getEpochSecond(),
                SandboxSignature.answerSubject(request.method(), request.path(), status),
                body.getBytes(StandardCharsets.UTF_8));
        return Reply.json(status, body, Map.of(SandboxSignature.HEADER, signature));
    }

    private @Nullable String authenticated(InboundRequest request) {
        String header = request.header("Authorization");
        return header != null && header.startsWith("Bearer ") ? accounts.accountOf(header.substring(7)) : null;
    }

    private void changed(BankCharge charge) {
        schedule(charge.id(), charge.state().dueAt());
        notify(charge, "charge.updated", json.charge(charge));
    }

    private void changed(BankOperation operation) {
        schedule(operation.id(), operation.outcome().dueAt());
        BankCharge charge = book.charge(operation.charge());
        if (charge != null) {
            ObjectNode data = json.operation(operation, charge.terms().reference());
            notify(charge, "operation.updated", data);
        }
    }

    private void notify(BankCharge charge, String type, ObjectNode data) {
        NoticeFault trouble = trouble(charge);
        String url = charge.terms().texts().notifyUrl();
        // A charge that waits for its payer is what the answer just said; no provider reports that.
        boolean worthTelling = charge.status() != Status.AWAITING_PAYER || type.startsWith("operation");
        if (post == null || url.isEmpty() || trouble == NoticeFault.NONE || !worthTelling) {
            return;
        }
        String id = Teller.newId("evt");
        String account = charge.terms().account();
        String body = json.notification(id, type, account, clock.millis() / 1000, data)
                .toString();
        post.take(new BankBook.Notice(id, account, url, body, trouble, 0));
    }

    private NoticeFault trouble(BankCharge charge) {
        Scenario scenario = charge.state().scenario();
        NoticeFault byScenario = scenario == null ? NoticeFault.NORMAL : scenario.notice();
        if (byScenario == NoticeFault.LATE && charge.status() != Status.PENDING) {
            return NoticeFault.NORMAL;
        }
        return byScenario == NoticeFault.NORMAL ? options.faults().onNotice() : byScenario;
    }

    private void schedule(String id, long dueAt) {
        if (dueAt > 0) {
            after(Duration.ofMillis(Math.max(0, dueAt - clock.millis())), () -> book.locked(() -> due(id, dueAt)));
        }
    }

    private boolean due(String id, long dueAt) {
        BankCharge charge = book.charge(id);
        BankOperation operation = book.operation(id);
        if (charge != null && charge.state().dueAt() == dueAt) {
            teller.due(charge);
        }
        if (operation != null && operation.outcome().dueAt() == dueAt) {
            teller.due(operation);
        }
        return true;
    }

    private void after(Duration pause, Runnable work) {
        try {
            timer.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // The journal has it: the next start schedules it again.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (post != null) {
            post.close();
        }
        if (journal != null) {
            try {
                journal.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
