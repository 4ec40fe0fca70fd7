package dev.tillgate.store;

import dev.tillgate.MovableClock;
import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.ForeignRefunds;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Upload;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Settlement files are taken in on real storage; and what the books say then. */
final class SettlementScene implements AutoCloseable {
    final StoreFixture fixture = new StoreFixture();
    final TestDatabase database = fixture.database;
    final Samples samples = fixture.samples;
    final PaymentLife life = new PaymentLife(Pace.USUAL);
    final StoredSettlementReader reader = new StoredSettlementReader(fixture.sessions);
    final LedgerCheck check = new LedgerCheck(fixture.sessions);
    MovableClock clock;
    StoredSettlement book;
    ImportSettlement imports;

    SettlementScene(Instant now) {
        clock = new MovableClock(now.toString());
        book = new StoredSettlement(fixture.sessions, new Vault(new byte[32]), clock);
        imports = new ImportSettlement(book, SettlementFormats.ALL, (events, due) -> {}, clock);
    }

    /** From now on it is this time, and refunds that were made on the provider's own pages are booked too. */
    void beginsWithForeignRefunds(Instant now) {
        clock = new MovableClock(now.toString());
        book = new StoredSettlement(fixture.sessions, new Vault(new byte[32]), clock);
        FlowParts parts = new FlowParts(
                new OrderDesk(fixture.transactions, (events, due) -> {}),
                life,
                new Dispatcher(fixture.transactions, new SimpleMeterRegistry()),
                new Agreeable().directory(samples),
                new StoredPaymentReader(fixture.sessions),
                new Till.NoLinks(),
                clock);
        imports = new ImportSettlement(
                book, SettlementFormats.ALL, (events, due) -> {}, new ForeignRefunds(parts)::inFile, clock);
    }

    /** The one account is at this provider. */
    void accountIsAt(String provider) {
        database.execute("REPLACE INTO provider_account VALUES ('" + samples.merchant + "', '" + samples.account
                + "', '" + provider + "', 'x', 'x', 1, NOW(3), NOW(3))");
    }

    void empty() {
        fixture.empty();
        for (String table : List.of("import", "part", "row", "open", "bad", "payout")) {
            database.execute("DELETE FROM settlement_" + table);
        }
    }

    Attempt started(String reference, Money amount, CaptureMode mode, StoreProfile.Offer offer, Instant now) {
        OrderFile file = OrderFile.opened(new Order(
                samples.merchant,
                OrderId.next(),
                samples.store,
                reference,
                1,
                amount,
                "Mugs",
                List.of(),
                Buyer.UNKNOWN,
                null,
                0,
                0,
                now));
        PaymentId id = life.open(file, mode, Duration.ofHours(1), now).id();
        Attempt attempt = life.start(file, id, offer, now);
        save(file);
        return attempt;
    }

    OrderFile file(Attempt attempt) {
        return fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
    }

    void save(OrderFile file) {
        fixture.inOne(books -> books.save(file));
    }

    void answered(Attempt attempt, Outcome outcome, Source source, Instant now) {
        OrderFile file = file(attempt);
        life.answered(file, attempt.id(), outcome, source, now);
        save(file);
    }

    Upload upload(String provider) {
        return new Upload(samples.merchant, samples.account, provider, "file.csv");
    }

    SettlementImport imported(String provider, InputStream content) throws IOException {
        SettlementImport taken = imports.take(upload(provider), content);
        imports.run(taken.merchant(), taken.id());
        return found(taken);
    }

    SettlementImport found(SettlementImport taken) {
        return book.find(taken.merchant(), taken.id()).orElseThrow();
    }

    /** Open items that were explained when looked at again. */
    int lookAgain() {
        return imports.lookAgain(samples.merchant, samples.account);
    }

    PayoutStatement statement(String payout, String currency) {
        return reader.statement(samples.merchant, samples.account, payout, currency)
                .orElseThrow();
    }

    long posted(String code) {
        return database.number("SELECT COALESCE(SUM(amount), 0) FROM ledger_entry WHERE code = '" + code + "'");
    }

    /** In one of the ledger's accounts, in every currency. */
    long balance(String account) {
        return database.number("SELECT COALESCE(SUM(IF(debit = '" + account + "', amount, 0) - IF(credit = '" + account
                + "', amount, 0)), 0) FROM ledger_entry");
    }

    @Override
    public void close() {
        fixture.close();
    }
}
