package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.route.Candidate;
import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.Question;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.flow.route.Route;
import dev.tillgate.flow.route.RouteBook.Past;
import dev.tillgate.flow.route.RouteBook.PastAttempt;
import dev.tillgate.flow.route.RouteBook.Span;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rules, decisions and rates as the database gives them back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredRoutesTest {
    private static final long SEED = 20_261_125;

    private final Random random = new Random(SEED);
    private StoreFixture fixture;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void rules_are_read_as_they_were_saved_and_changed_one_by_one() {
        Samples samples = new Samples();
        StoredRoutes routes = new StoredRoutes(fixture.sessions, () -> {});
        AccountId other = AccountId.next();
        for (int i = 0; i < 50; i++) {
            RouteRule rule = rule();
            routes.change(samples.merchant, samples.store, "card", Map.of(samples.account, rule));
            assertThat(routes.rules(samples.merchant, samples.store, "card")).containsEntry(samples.account, rule);
        }

        RouteRule last = routes.rules(samples.merchant, samples.store, "card").get(samples.account);
        routes.change(samples.merchant, samples.store, "card", Map.of(other, RouteRule.NONE));

        assertThat(routes.rules(samples.merchant, samples.store, "card"))
                .isEqualTo(Map.of(samples.account, last, other, RouteRule.NONE));
        assertThat(routes.rules(samples.merchant, samples.store, "qr")).isEmpty();
        assertThat(routes.rules(samples.merchant, StoreId.next(), "card")).isEmpty();
    }

    @Test
    void any_decision_is_read_back_whole_and_its_question_still_has_the_same_answer() {
        Samples samples = new Samples();
        PaymentId payment = PaymentId.next();
        List<DecisionRecord> kept = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Question question = question(payment);
            kept.add(new DecisionRecord(
                    samples.merchant,
                    new AttemptId("att_" + "0".repeat(24) + (10 + i)),
                    payment,
                    question,
                    Route.decide(question),
                    Samples.NOW));
        }
        fixture.inOne(books -> kept.forEach(books::insert));

        List<DecisionRecord> read = new StoredRoutes(fixture.sessions, () -> {}).decisions(samples.merchant, payment);

        assertThat(read).as("seed %d", SEED).isEqualTo(kept);
        assertThat(read)
                .allSatisfy(each -> assertThat(Route.decide(each.question())).isEqualTo(each.decision()));
        assertThat(new StoredRoutes(fixture.sessions, () -> {}).decisions(new Samples().merchant, payment))
                .isEmpty();
    }

    @Test
    void the_past_is_read_in_parts_newest_first_and_each_attempt_once() {
        RouteScene scene = new RouteScene(fixture.sessions);
        scene.account();
        scene.account();
        List<AttemptId> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.add(scene.purchase("past-" + i).attempts().getFirst().id());
        }
        StoredRoutes routes = new StoredRoutes(fixture.sessions, () -> {}, 3);
        Span span = new Span(
                scene.samples.merchant,
                scene.samples.store,
                "card",
                InstantSource.system().instant().minus(Duration.ofHours(1)));

        List<AttemptId> seen = new ArrayList<>();
        Past part = routes.past(span, null);
        seen(part, seen);
        while (part.next() != null) {
            part = routes.past(span, part.next());
            seen(part, seen);
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(made).isSortedAccordingTo((a, b) -> b.value()
                .compareTo(a.value()));
        assertThat(routes.past(span, null).attempts()).allSatisfy(attempt -> {
            assertThat(attempt.country()).isEqualTo("DE");
            assertThat(attempt.decision()).isNotNull();
        });
        Span elsewhere = new Span(span.merchant(), StoreId.next(), "card", span.since());
        assertThat(routes.past(elsewhere, null).attempts()).isEmpty();
        assertThat(routes.past(elsewhere, null).seen()).isEqualTo(3);
        Span later = new Span(
                span.merchant(),
                span.store(),
                "card",
                InstantSource.system().instant().plusSeconds(60));
        assertThat(routes.past(later, null)).isEqualTo(new Past(List.of(), 0, null));
    }

    @Test
    void live_rates_count_what_the_account_is_to_blame_for() {
        RouteScene scene = new RouteScene(fixture.sessions);
        AccountId account = scene.account();
        scene.answers(
                account,
                RouteScene.collects(),
                RouteScene.collects(),
                RouteScene.collects(),
                RouteScene.declines("no_funds"),
                RouteScene.declines("try_later"),
                RouteScene.notSent(),
                RouteScene.notSent());
        for (int i = 0; i < 6; i++) {
            scene.purchase("rate-" + i);
        }
        assertThat(scene.called).hasSize(7);
        StoredRates rates = new StoredRates(fixture.sessions, List.of(scene.type()), InstantSource.system());

        Rate rate = rates.of(scene.samples.merchant, account, "card");

        assertThat(rate).isEqualTo(new Rate(3, 6));
        assertThat(rates.of(scene.samples.merchant, account, "qr")).isNull();
        assertThat(rates.of(new Samples().merchant, account, "card")).isNull();
        scene.purchase("one more");
        assertThat(rates.of(scene.samples.merchant, account, "card"))
                .as("some seconds old at most, so that a busy store asks seldom")
                .isEqualTo(rate);
        InstantSource later = () -> Instant.now().plus(Duration.ofHours(1));
        assertThat(new StoredRates(fixture.sessions, List.of(scene.type()), later)
                        .of(scene.samples.merchant, account, "card"))
                .as("what is old says nothing of now")
                .isNull();
    }

    private static void seen(Past part, List<AttemptId> seen) {
        part.attempts().stream().map(PastAttempt::id).forEach(seen::add);
    }

    private Question question(PaymentId payment) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int counted = random.nextInt(50);
            candidates.add(new Candidate(
                    AccountId.next(),
                    random.nextBoolean() ? "stripe" : "paypal",
                    random.nextInt(5) > 0,
                    random.nextInt(4) == 0 ? RouteRule.NONE : rule(),
                    random.nextInt(4) == 0,
                    maybe(() -> new Rate(counted / 2, counted))));
        }
        return new Question(
                payment.value(),
                money("EUR"),
                maybe(() -> "DE"),
                maybe(() -> "stripe"),
                random.nextBoolean() ? List.of() : List.of(candidates.getFirst().account()),
                candidates);
    }

    private RouteRule rule() {
        Money least = money("EUR");
        return new RouteRule(
                maybe(() -> least),
                maybe(() -> least.plus(money("EUR"))),
                random.nextBoolean() ? Set.of() : Set.of("EUR", "USD"),
                random.nextBoolean() ? Set.of() : Set.of("DE", "CN", "FR"),
                maybe(() -> new Cost(random.nextInt(500), maybe(() -> money("EUR")))),
                random.nextInt(100));
    }

    private Money money(String currency) {
        return Money.ofMinor(1 + random.nextLong(1_000_000), currency);
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }
}
