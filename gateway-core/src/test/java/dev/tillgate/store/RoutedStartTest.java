package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.RecommendMethods;
import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.Decision.Verdict;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.flow.route.Reason;
import dev.tillgate.flow.route.Route;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import dev.tillgate.store.RouteScene.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several accounts for one method: who is tried, who is tried next, and what is kept of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutedStartTest {
    private StoreFixture fixture;
    private RouteScene scene;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void setUp() {
        scene = new RouteScene(fixture.sessions);
    }

    /** Every kind of answer: whether another account may be tried after it, and how the first attempt then stands. */
    static Stream<Arguments> answers() {
        return Stream.of(
                kind("done", RouteScene.collects(), AttemptStatus.SUCCEEDED, false),
                kind(
                        "reserved",
                        request -> new Outcome.Done(Outcome.Effect.AUTHORIZED, "ch", request.amount()),
                        AttemptStatus.AUTHORIZED,
                        false),
                kind(
                        "another amount",
                        request -> new Outcome.Done(
                                Outcome.Effect.CAPTURED, "ch", request.amount().plus(request.amount())),
                        AttemptStatus.PENDING,
                        false),
                kind(
                        "payer must",
                        RouteScene.says(
                                new Outcome.PayerMust("ch", new NextAction.Redirect("https://bank.example", null))),
                        AttemptStatus.AWAITING_PAYER,
                        false),
                kind("approved", RouteScene.says(new Outcome.Approved("ch")), AttemptStatus.PENDING, false),
                kind(
                        "pending",
                        RouteScene.says(new Outcome.Pending("ch", Duration.ofSeconds(5))),
                        AttemptStatus.PENDING,
                        false),
                kind("unknown", RouteScene.says(new Outcome.Unknown("no answer")), AttemptStatus.STARTED, false),
                kind(
                        "a broken line",
                        request -> {
                            throw new IOException("reset");
                        },
                        AttemptStatus.STARTED,
                        false),
                kind("refused", RouteScene.says(new Outcome.Refused("wrong key")), AttemptStatus.NOT_SENT, false),
                kind("declined by the payer's side", RouteScene.declines("no_funds"), AttemptStatus.DECLINED, false),
                kind("declined, a code nobody knows", RouteScene.declines("mystery"), AttemptStatus.DECLINED, false),
                kind("given up, whatever its advice", RouteScene.declines("given_up"), AttemptStatus.ABANDONED, false),
                kind("could not process", RouteScene.declines("try_later"), AttemptStatus.DECLINED, true),
                kind("not sent", RouteScene.notSent(), AttemptStatus.NOT_SENT, true));
    }

    private static Arguments kind(String name, Answer answer, AttemptStatus first, boolean failsOver) {
        return Arguments.of(name, answer, first, failsOver);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void the_next_account_is_tried_only_after_what_surely_moved_nothing(
            String name, Answer answer, AttemptStatus first, boolean failsOver) {
        AccountId one = scene.account();
        AccountId other = scene.account();
        scene.answers(one, answer);

        PaymentView view = scene.purchase(name);

        assertThat(scene.called).isEqualTo(failsOver ? List.of(one, other) : List.of(one));
        List<Attempt> attempts = scene.stored(view.id()).attempts();
        assertThat(attempts.getFirst().status()).isEqualTo(first);
        assertThat(attempts).hasSize(failsOver ? 2 : 1);
        if (failsOver) {
            assertThat(attempts.get(1).status()).isEqualTo(AttemptStatus.SUCCEEDED);
            assertThat(attempts.get(1).account()).isEqualTo(other);
            assertThat(view.payment().status()).isEqualTo(PaymentStatus.PAID);
            assertThat(events(view))
                    .containsSubsequence("attempt.started", "attempt.started", "payment.paid")
                    .containsAnyOf("attempt.declined", "attempt.not_sent");
        }
    }

    @Test
    void a_started_payment_fails_over_too() {
        AccountId one = scene.account();
        AccountId other = scene.account();
        scene.answers(one, RouteScene.notSent());
        PaymentView created = scene.create("later");

        PaymentView view =
                scene.start.run(scene.samples.merchant, created.id(), "card", Payer.UNKNOWN, OnceOnly.unremembered());

        assertThat(scene.called).containsExactly(one, other);
        assertThat(view.payment().status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void at_most_two_others_are_tried() {
        for (int i = 0; i < 5; i++) {
            scene.answers(scene.account(), RouteScene.notSent(), RouteScene.notSent());
        }

        PaymentView view = scene.purchase("three");

        assertThat(scene.called).hasSize(3).doesNotHaveDuplicates();
        assertThat(view.attempts()).hasSize(3).allMatch(a -> a.status() == AttemptStatus.NOT_SENT);
        assertThat(view.payment().status()).as("the buyer may choose again").isEqualTo(PaymentStatus.OPEN);
    }

    @Test
    void what_was_not_sent_is_repeated_once_where_there_is_no_other_account() {
        AccountId only = scene.account();
        scene.answers(only, RouteScene.notSent());

        assertThat(scene.purchase("again").payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.called).containsExactly(only, only);

        scene.answers(only, RouteScene.notSent(), RouteScene.notSent(), RouteScene.notSent());
        scene.called.clear();
        assertThat(scene.purchase("in vain").attempts()).hasSize(2);
        assertThat(scene.called).containsExactly(only, only);
        assertThat(fixture.database.number(
                        "SELECT COUNT(*) FROM route_decision WHERE merchant_id = '" + scene.samples.merchant + "'"))
                .as("without a choice nothing is kept")
                .isZero();
    }

    @Test
    void an_account_that_is_known_to_be_down_is_not_called_again_at_once() {
        AccountId only = scene.account();
        scene.answers(only, request -> {
            scene.down.add(only);
            return new Outcome.NotSent("circuit open");
        });

        assertThat(scene.purchase("down").attempts()).hasSize(1);
    }

    @Test
    void a_decline_is_never_repeated_on_the_same_account() {
        AccountId only = scene.account();
        scene.answers(only, RouteScene.declines("try_later"));

        assertThat(scene.purchase("declined").attempts()).hasSize(1);
    }

    @Test
    void the_decision_and_its_reasons_are_kept_and_can_be_worked_out_again() {
        AccountId dear = scene.account(rule("290"));
        AccountId cheap = scene.account(rule("100"));
        AccountId abroad = scene.account(new RouteRule(null, null, Set.of(), Set.of("US"), null, 0));
        AccountId ill = scene.account(rule("1"));
        scene.rates.put(ill, new Rate(3, 30));
        scene.rates.put(dear, new Rate(29, 30));
        scene.answers(cheap, RouteScene.declines("try_later"));

        PaymentView view = scene.purchase("kept");

        List<DecisionRecord> kept = scene.routes.decisions(scene.samples.merchant, view.id());
        assertThat(kept)
                .extracting(DecisionRecord::attempt)
                .containsExactlyElementsOf(
                        view.attempts().stream().map(Attempt::id).toList());
        assertThat(kept).allSatisfy(each -> {
            assertThat(Route.decide(each.question())).isEqualTo(each.decision());
            assertThat(each.question().country()).isEqualTo("DE");
        });
        assertThat(kept.getFirst().decision().verdicts())
                .containsExactly(
                        new Verdict(cheap, 1, Reason.COST),
                        new Verdict(dear, 2, Reason.COST),
                        new Verdict(ill, 3, Reason.LOW_RATE),
                        new Verdict(abroad, 0, Reason.COUNTRY));
        assertThat(kept.get(1).decision().verdicts()).contains(new Verdict(cheap, 0, Reason.TRIED));
        assertThat(scene.called).containsExactly(cheap, dear);
    }

    @Test
    void what_the_provider_of_kept_details_is_decides_where_they_may_go() {
        scene.account();
        AccountId other = scene.account();
        scene.down.add(scene.rules.keySet().iterator().next());

        PaymentView view = scene.run("token", new CreatePayment.Pay("card", "tok_1"), OnceOnly.unremembered());

        DecisionRecord kept =
                scene.routes.decisions(scene.samples.merchant, view.id()).getFirst();
        assertThat(kept.question().provider()).isEqualTo("obedient");
        assertThat(scene.called).containsExactly(other);
    }

    @Test
    void an_order_that_no_account_may_take_is_refused_whole_and_its_method_not_offered() {
        scene.account(new RouteRule(null, null, Set.of(), Set.of("US"), null, 0));
        scene.account(new RouteRule(null, null, Set.of("USD"), Set.of(), null, 0));

        assertThatThrownBy(() -> scene.purchase("refused"))
                .isInstanceOfSatisfying(
                        NotPossible.class, no -> assertThat(no.why()).isEqualTo(NotPossible.Why.METHOD_UNAVAILABLE));

        RecommendMethods recommend = new RecommendMethods(scene.directory());
        assertThat(recommend.of(scene.create("open"))).isEmpty();
        scene.account(new RouteRule(null, null, Set.of(), Set.of("DE"), null, 0));
        assertThat(recommend.of(scene.create("open"))).hasSize(1);
        assertThat(scene.purchase("refused").payment().status()).isEqualTo(PaymentStatus.PAID);
    }

    @Test
    void a_payer_who_is_waited_for_is_not_sent_elsewhere() {
        AccountId one = scene.account();
        scene.account();
        scene.answers(
                one,
                RouteScene.says(new Outcome.PayerMust("ch", new NextAction.Redirect("https://bank.example", null))));
        PaymentView waiting = scene.purchase("waiting");
        scene.down.add(one);

        PaymentView again =
                scene.start.run(scene.samples.merchant, waiting.id(), "card", Payer.UNKNOWN, OnceOnly.unremembered());

        assertThat(again.attempts()).isEqualTo(waiting.attempts());
        assertThat(scene.called).containsExactly(one);
    }

    @Test
    void a_repeated_request_has_the_one_answer_of_the_last_attempt() {
        AccountId one = scene.account();
        scene.account();
        scene.answers(one, RouteScene.notSent());
        scene.purchaseOnce("once");

        assertThatThrownBy(() -> scene.purchaseOnce("once"))
                .isInstanceOfSatisfying(
                        AlreadyAsked.class,
                        asked -> assertThat(asked.earlier().body()).isEqualTo("PAID after 2"));

        assertThat(scene.called).hasSize(2);
    }

    @Test
    void killed_between_two_attempts_the_second_is_in_doubt_until_its_provider_says_otherwise() {
        AccountId one = scene.account();
        AccountId other = scene.account();
        scene.answers(one, RouteScene.notSent());
        scene.answers(other, request -> {
            throw new Killed();
        });

        assertThatThrownBy(() -> scene.purchaseOnce("killed")).isInstanceOf(Killed.class);

        PaymentView left = byReference("killed");
        assertThat(left.attempts())
                .extracting(Attempt::status)
                .containsExactly(AttemptStatus.NOT_SENT, AttemptStatus.STARTED);
        Attempt second = left.attempts().get(1);
        assertThat(second.dueAt()).as("the machine will ask about it").isNotNull();
        assertThat(scene.routes.decisions(scene.samples.merchant, left.id())).hasSize(2);
        assertThatThrownBy(() -> scene.start.run(
                        scene.samples.merchant, left.id(), "card", Payer.UNKNOWN, OnceOnly.unremembered()))
                .isInstanceOfSatisfying(
                        NotPossible.class, no -> assertThat(no.why()).isEqualTo(NotPossible.Why.IN_DOUBT));

        scene.now = scene.now.plus(Duration.ofMinutes(5));
        scene.resolve.attempt(scene.samples.merchant, left.order().id(), second.id());
        assertThat(scene.stored(left.id()).isInDoubt()).isFalse();
        PaymentView paid =
                scene.start.run(scene.samples.merchant, left.id(), "card", Payer.UNKNOWN, OnceOnly.unremembered());
        assertThat(paid.payment().status()).isEqualTo(PaymentStatus.PAID);
        assertThat(scene.called).containsExactly(one, other, one);
    }

    @Test
    void a_payment_that_is_over_meanwhile_is_not_tried_again() {
        AccountId one = scene.account();
        scene.account();
        PaymentView[] known = new PaymentView[1];
        scene.answers(one, request -> {
            // Its time runs out while the call runs.
            known[0] = byReference("meanwhile");
            scene.now = scene.now.plus(Duration.ofHours(2));
            return new Outcome.NotSent("timed out before it connected");
        });

        PaymentView view = scene.purchase("meanwhile");

        assertThat(view.attempts()).hasSize(1);
        assertThat(scene.called).containsExactly(one);
        assertThat(known[0].attempts()).extracting(Attempt::status).containsExactly(AttemptStatus.STARTED);
    }

    @Test
    void old_decisions_are_removed() {
        scene.account();
        scene.account();
        scene.purchase("old");
        String count = "SELECT COUNT(*) FROM route_decision WHERE merchant_id = '" + scene.samples.merchant + "'";

        scene.routes.removeOld(Samples.NOW.plus(Duration.ofDays(179)));
        assertThat(fixture.database.number(count)).isEqualTo(1);
        scene.routes.removeOld(Samples.NOW.plus(Duration.ofDays(181)));
        assertThat(fixture.database.number(count)).isZero();
    }

    private PaymentView byReference(String reference) {
        return fixture.transactions.inOne(books -> {
            var file = books.lockByReference(scene.samples.merchant, scene.samples.store, reference)
                    .orElseThrow();
            return new PaymentView(file, Samples.onlyPayment(file).id());
        });
    }

    private List<String> events(PaymentView view) {
        return scene.reader.events(scene.samples.merchant, view.order().id(), 0, 50).stream()
                .map(event -> event.type().code())
                .toList();
    }

    private static RouteRule rule(String basisPoints) {
        return new RouteRule(null, null, Set.of(), Set.of(), new Cost(Integer.parseInt(basisPoints), null), 0);
    }

    /** Not an exception that anything catches: the process is gone. */
    private static final class Killed extends Error {}
}
