package dev.tillgate.provider.sandbox;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.ProviderFixture;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.bank.BankCharge;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.Payer;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The sandbox bank behind real HTTP, for the contract suite. */
final class SandboxFixture implements ProviderFixture {
    private final List<InboundRequest> notifications = new CopyOnWriteArrayList<>();
    private final SimulatorServer server;
    private final SandboxBank bank;

    SandboxFixture() {
        try {
            server = SimulatorServer.bind(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        bank = new SandboxBank(
                BankOptions.inMemory(server.url(), "contract").withMostCharges(100_000),
                this::take,
                InstantSource.system());
        server.serve(bank::handle);
    }

    private Answer take(Ask ask) {
        notifications.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), Instant.now()));
        return new Answer(204, Map.of(), new byte[0]);
    }

    @Override
    public ProviderType type() {
        return Sandbox.TYPE;
    }

    @Override
    public Settings settings(int merchant) {
        return bank.account("merchant" + merchant);
    }

    @Override
    public List<String> secrets(int merchant) {
        Settings settings = settings(merchant);
        return List.of(settings.get(Sandbox.SECRET_KEY), settings.get(Sandbox.NOTIFICATION_SECRET));
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "EUR"), Money.ofMinor(1500, "JPY"), Money.ofMinor(12_345, "KWD"));
    }

    @Override
    public ChargeRequest charge(AttemptId attempt, Money amount, CaptureMode mode) {
        return request(attempt, amount, mode, "tok_visa");
    }

    @Override
    public ChargeRequest declined(AttemptId attempt, Money amount) {
        return request(attempt, amount, CaptureMode.AUTOMATIC, "tok_declined_insufficient_funds");
    }

    @Override
    public ChargeRequest waiting(AttemptId attempt, Money amount) {
        return request(attempt, amount, CaptureMode.AUTOMATIC, null);
    }

    private ChargeRequest request(AttemptId attempt, Money amount, CaptureMode mode, @Nullable String instrument) {
        return new ChargeRequest(
                attempt,
                amount,
                "card",
                instrument,
                mode,
                "1001",
                "Two things",
                "http://shop.test/return",
                "http://gateway.test/notify/" + attempt,
                Locale.ENGLISH,
                Instant.now().plusSeconds(3600),
                null);
    }

    @Override
    public void payerPays(int merchant, AttemptId attempt) {
        charge(merchant, attempt).ifPresent(charge -> new Payer(bank).typesCard(charge, "4242424242424242"));
    }

    @Override
    public Truth truth(int merchant, AttemptId attempt) {
        List<BankCharge> charges = bank.books("merchant" + merchant).charges().stream()
                .filter(charge -> charge.terms().reference().equals(attempt.value()))
                .toList();
        Money none = Money.ofMinor(0, "EUR");
        if (charges.isEmpty()) {
            return new Truth(0, none, none, none);
        }
        BankCharge charge = charges.get(0);
        boolean holds = charge.status() == BankCharge.Status.AUTHORIZED;
        Money reserved = holds
                ? charge.amount().minus(charge.captured())
                : Money.ofMinor(0, charge.amount().currencyCode());
        return new Truth(charges.size(), reserved, charge.captured(), charge.refunded());
    }

    private Optional<BankCharge> charge(int merchant, AttemptId attempt) {
        return bank.books("merchant" + merchant).charges().stream()
                .filter(charge -> charge.terms().reference().equals(attempt.value()))
                .findFirst();
    }

    @Override
    public InboundRequest notification(int merchant, AttemptId attempt) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> notifications.stream()
                                .filter(request -> request.path().endsWith(attempt.value()))
                                .reduce((first, second) -> second)
                                .orElse(null),
                        Objects::nonNull);
    }

    @Override
    public boolean signsAnswers() {
        return true;
    }

    @Override
    public boolean datesNotifications() {
        return true;
    }

    @Override
    public Answer signedAgain(int merchant, Ask ask, Answer answer) {
        String path = URI.create(ask.url()).getPath();
        String signature = SandboxSignature.sign(
                List.of(settings(merchant).get(Sandbox.NOTIFICATION_SECRET)),
                Instant.now().getEpochSecond(),
                SandboxSignature.answerSubject(ask.method(), path, answer.status()),
                answer.body());
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        headers.put(SandboxSignature.HEADER.toLowerCase(Locale.ROOT), List.of(signature));
        return new Answer(answer.status(), headers, answer.body());
    }

    @Override
    public void close() {
        server.close();
        bank.close();
    }
}
