package dev.tillgate.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.platform.Platform.Changes;
import dev.tillgate.platform.Platform.Polled;
import dev.tillgate.platform.Platform.Tended;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.PlatformFixture.Trouble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The part of the contract about powers that a platform may have; a test about one that it lacks is skipped. */
abstract class PowersContract extends ReconcileContract {
    private static final String KEY = "[a-z0-9_.]{3,100}";

    @Test
    void a_connection_that_is_well_needs_nothing_and_looking_twice_mends_nothing_twice() {
        Tended tended = tended();
        tended.tend();

        assertThat(tended.tend()).isEqualTo(Tending.FINE);
    }

    @Test
    void a_connection_that_is_refused_says_what_the_merchant_must_do_until_it_is_well_again() {
        Tended tended = tended();
        shop().trouble(Trouble.REVOKED);
        assertThat(tended.tend().broken()).isNotEmpty().allMatch(key -> key.matches(KEY));
        shop().trouble(Trouble.NONE);

        assertThat(tended.tend().broken()).isEmpty();
    }

    @Test
    void tending_a_shop_in_any_trouble_breaks_nothing() {
        Tended tended = tended();
        for (Trouble trouble : Trouble.values()) {
            shop().trouble(trouble);
            Tending found = tended.tend();
            assertThat(found.mended()).as(trouble.name()).allMatch(key -> key.matches(KEY));
            assertThat(found.broken()).as(trouble.name()).allMatch(key -> key.matches(KEY));
        }
    }

    @Test
    void what_has_changed_is_listed_and_the_list_goes_on_where_it_ended() {
        Polled polled = polled();
        Instant before = shop().now().minus(Duration.ofMinutes(1));
        String order = shop().order(amount());

        Changes changes = polled.changedSince(before, 200);

        assertThat(changes.references()).contains(order);
        assertThat(changes.until())
                .isAfterOrEqualTo(before)
                .isBefore(shop().now().plus(Duration.ofMinutes(1)));
        assertThat(polled.changedSince(before, 1).references()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_shop_that_cannot_be_asked_has_no_changes_and_none_are_passed_over() {
        Polled polled = polled();
        Instant before = shop().now().minus(Duration.ofMinutes(1));
        for (Trouble trouble : new Trouble[] {Trouble.DOWN, Trouble.THROTTLING, Trouble.BABBLING, Trouble.REVOKED}) {
            shop().trouble(trouble);
            Changes changes = polled.changedSince(before, 200);
            assertThat(changes.references()).as(trouble.name()).isEmpty();
            assertThat(changes.until()).as(trouble.name()).isBeforeOrEqualTo(before);
        }
    }

    private Tended tended() {
        assumeTrue(shop().type().can(Tended.class), "this platform tends nothing");
        return (Tended) platform();
    }

    private Polled polled() {
        assumeTrue(shop().type().can(Polled.class), "this platform cannot list changes");
        return (Polled) platform();
    }
}
