package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.DryRun;
import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.flow.route.RouteShift;
import dev.tillgate.flow.route.RouteShift.Attempts;
import dev.tillgate.flow.route.RouteShift.Change;
import dev.tillgate.flow.route.RouteShift.Costs;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What other rules would have done to the payments of the last days. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DryRunTest {
    private StoreFixture fixture;
    private RouteScene scene;
    private AccountId percent;
    private AccountId fixed;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    /** For 19.99: 57.971 cents at the one, 49.99 at the other. */
    @BeforeEach
    void setUp() {
        scene = new RouteScene(fixture.sessions);
        percent = scene.account(costing(290, null));
        fixed = scene.account(costing(100, Money.ofMinor(30, "EUR")));
        scene.routes.change(scene.samples.merchant, scene.samples.store, "card", scene.rules);
    }

    @Test
    void the_same_rules_change_nothing() {
        purchase(4);

        RouteShift shift = run(scene.rules);

        assertThat(shift.attempts()).isEqualTo(4);
        assertThat(shift.changed()).isZero();
        assertThat(shift.sample()).isEmpty();
        assertThat(shift.isCut()).isFalse();
        assertThat(shift.accounts()).isEqualTo(Map.of(fixed, new Attempts(4, 4)));
        assertThat(shift.costs())
                .as("4 times 49.99 cents, rounded once")
                .containsExactly(new Costs(Money.ofMinor(200, "EUR"), Money.ofMinor(200, "EUR")));
    }

    @Test
    void a_lower_cost_would_have_drawn_the_payments_and_saved_the_difference() {
        purchase(10);

        RouteShift shift = run(Map.of(percent, costing(200, null)));

        assertThat(shift.accounts()).isEqualTo(Map.of(percent, new Attempts(0, 10), fixed, new Attempts(10, 0)));
        assertThat(shift.changed()).isEqualTo(10);
        assertThat(shift.costs())
                .as("499.9 and 399.8 cents")
                .containsExactly(new Costs(Money.ofMinor(500, "EUR"), Money.ofMinor(400, "EUR")));
        assertThat(shift.sample()).hasSize(10).allSatisfy(change -> assertThat(change)
                .isEqualTo(new Change(change.attempt(), RouteScene.PRICE, fixed, percent)));
        assertThat(fixture.database.number("SELECT COUNT(*) FROM route_rule WHERE merchant_id = '"
                        + scene.samples.merchant + "' AND cost_points = 200"))
                .as("nothing is saved")
                .isZero();
    }

    @Test
    void each_attempt_is_decided_with_what_was_known_when_it_was_made() {
        scene.down.add(percent);
        purchase(3);
        scene.down.clear();

        assertThat(run(Map.of(percent, costing(1, null))).changed())
                .as("it was down then")
                .isZero();
    }

    @Test
    void a_fail_over_is_decided_as_the_second_try_that_it_was() {
        scene.answers(fixed, RouteScene.notSent());
        AttemptId second = scene.purchase("second").attempts().get(1).id();

        RouteShift shift = run(Map.of(percent, costing(0, null)));

        assertThat(shift.accounts()).isEqualTo(Map.of(percent, new Attempts(1, 2), fixed, new Attempts(1, 0)));
        assertThat(shift.sample()).noneMatch(change -> change.attempt().equals(second));
        assertThat(shift.costs())
                .as("only what took money costs")
                .containsExactly(new Costs(Money.ofMinor(58, "EUR"), Money.ofMinor(0, "EUR")));
    }

    @Test
    void attempts_from_before_there_was_a_choice_are_decided_too() {
        scene.rules.remove(fixed);
        purchase(2);
        scene.rules.put(fixed, costing(100, Money.ofMinor(30, "EUR")));

        RouteShift shift = run(scene.rules);

        assertThat(shift.accounts()).isEqualTo(Map.of(percent, new Attempts(2, 0), fixed, new Attempts(0, 2)));
    }

    @Test
    void payments_that_no_account_would_take_are_said_to_be_lost() {
        purchase(2);
        RouteRule dollars = new RouteRule(null, null, Set.of("USD"), Set.of(), null, 0);

        RouteShift shift = run(Map.of(percent, dollars, fixed, dollars));

        assertThat(shift.without()).isEqualTo(2);
        assertThat(shift.changed()).isEqualTo(2);
        assertThat(shift.costs()).isEmpty();
        assertThat(shift.sample()).allMatch(change -> change.after() == null);
    }

    private void purchase(int many) {
        for (int i = 0; i < many; i++) {
            scene.purchase("dry-" + i);
        }
    }

    private RouteShift run(Map<AccountId, RouteRule> changed) {
        return new DryRun(scene.routes, scene.directory(), InstantSource.system())
                .run(scene.samples.merchant, scene.samples.store, "card", changed);
    }

    private static RouteRule costing(int basisPoints, @Nullable Money fixed) {
        return new RouteRule(null, null, Set.of(), Set.of(), new Cost(basisPoints, fixed), 0);
    }
}
