package dev.tillgate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.PlatformFixture.Truth;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.http.AddressRule;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.http.PinnedExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What the parts of the contract stand on. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PlatformGround {
    /** Short, so that a slow shop does not make a slow suite. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private final Loudspeaker log = new Loudspeaker();
    private PlatformFixture fixture;
    private PinnedExchange wire;
    private Platform platform;

    /** Starts the shop; called once. */
    protected abstract PlatformFixture open();

    @BeforeAll
    void openFixture() {
        fixture = open();
        wire = new PinnedExchange(
                new HttpLimits(Duration.ofSeconds(1), PATIENCE, 2 << 20, true),
                address ->
                        address.isLoopbackAddress() || AddressRule.publicOnly().allows(address));
        platform = opened(wire);
    }

    @AfterEach
    void endTrouble() {
        fixture.trouble(Trouble.NONE);
    }

    @AfterAll
    void closeFixture() {
        try (log) {
            List<String> unseen = new ArrayList<>(fixture.personal());
            unseen.addAll(fixture.secrets());
            unseen.add(TestSignature.SECRET);
            assertThat(log.lines()).as("log").noneMatch(line -> unseen.stream().anyMatch(line::contains));
        } finally {
            fixture.close();
            wire.close();
        }
    }

    PlatformFixture shop() {
        return fixture;
    }

    Platform platform() {
        return platform;
    }

    /** The same shop over another wire. */
    Platform opened(Exchange way) {
        return fixture.type()
                .opener()
                .open(
                        fixture.settings(),
                        new PlatformType.Tools(
                                way,
                                new TestSignature(fixture::now),
                                new MemoryDrawer(),
                                "http://127.0.0.1:8080/hooks/shops/sto_test",
                                fixture::now));
    }

    Exchange wire() {
        return wire;
    }

    Money amount() {
        return fixture.amounts().getFirst();
    }

    Truth truth(String reference) {
        return Objects.requireNonNull(fixture.truth(reference), "the shop has lost " + reference);
    }

    ShopFact fact(String reference, Standing standing) {
        Money none = Money.zero(amount().currency());
        return new ShopFact(reference, PaymentId.next(), standing, none, List.of(), fixture.now());
    }

    ShopFact paid(String reference, Money amount) {
        return new ShopFact(reference, PaymentId.next(), Standing.PAID, amount, List.of(), fixture.now());
    }

    ShopFact refunded(ShopFact fact, Money... parts) {
        List<Refunded> refunds = new ArrayList<>(fact.refunds());
        for (Money part : parts) {
            refunds.add(new Refunded(OperationId.next(), part, fixture.now()));
        }
        return new ShopFact(fact.reference(), fact.payment(), fact.standing(), fact.paid(), refunds, fact.at());
    }

    /** Reconciles as the guard does: tells the shop again when asked to, some times. */
    Reconciled settled(ShopFact fact) {
        Reconciled result = platform.reconcile(fact);
        for (int i = 0; i < 4 && result instanceof Reconciled.TellAgain; i++) {
            fixture.tell(fact);
            result = platform.reconcile(fact);
        }
        return result;
    }
}
