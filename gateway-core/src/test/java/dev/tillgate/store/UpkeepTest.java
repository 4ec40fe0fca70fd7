package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.payment.Attempt;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    @Test
    void an_operator_sees_what_is_due_unknown_waiting_and_wrong() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        InstantSource clock = InstantSource.fixed(Samples.NOW.plusSeconds(31));
        try (StoreFixture fixture = new StoreFixture();
                Upkeep upkeep = new Upkeep(fixture.sessions, Housekeeping.Keep.USUAL, clock, meters)) {
            OrderFile file = fixture.samples.opened("unknown");
            Attempt attempt = fixture.samples.attempt(Samples.onlyPayment(file));
            file.put(attempt.askedAgainAt(Samples.NOW.plusSeconds(30), Samples.NOW));
            fixture.inOne(books -> books.save(file));
            new Till(fixture.sessions, fixture.samples).purchase("told");

            upkeep.refresh();

            assertThat(meters.get("tillgate.jobs.due")
                            .tag("kind", "attempt")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(meters.get("tillgate.jobs.oldest.seconds")
                            .tag("kind", "attempt")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(meters.get("tillgate.attempts.unknown").gauge().value()).isEqualTo(1);
            assertThat(meters.get("tillgate.attempts.unknown.oldest.seconds")
                            .gauge()
                            .value())
                    .isEqualTo(31);
            assertThat(meters.get("tillgate.outbox.waiting").gauge().value()).isEqualTo(1);
            assertThat(meters.get("tillgate.guard.open")
                            .tag("status", "refused")
                            .gauge()
                            .value())
                    .isZero();

            assertThat(upkeep.compare()).isEmpty();
            fixture.database.execute("DELETE FROM ledger_entry");
            assertThat(upkeep.compare()).isNotEmpty();
            assertThat(meters.get("tillgate.ledger.disagreements").gauge().value())
                    .isEqualTo(2);
        }
    }
}
