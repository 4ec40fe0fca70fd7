package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A hundred thousand spoiled answers, none of which is a yes or a no that is not true. */
class StripeMutationTest {
    private static final int MUTATIONS = 100_000;
    private static final long SEED = Long.getLong("mutation.seed", 20_261_125);

    private final List<Answer> taped = new ArrayList<>();
    private final List<Case> cases = new ArrayList<>();
    private final List<StripeHouse> houses = new ArrayList<>();

    /** Something asked of the provider, what was answered to it, and what that truly means. */
    private record Case(String name, AttemptId attempt, Call call, List<Answer> answers, Outcome truth) {}

    @FunctionalInterface
    private interface Call {
        Outcome of(StripeProvider provider) throws IOException;
    }

    @Test
    void noSpoiledAnswerIsAFalseYesOrNo() throws IOException {
        try {
            charges();
            operations();
            Settings settings = fresh().simulator.account("shop");
            List<Answer> pool =
                    cases.stream().flatMap(one -> one.answers().stream()).toList();
            StripeMutations mutations = new StripeMutations(new Random(SEED), pool);
            Random random = new Random(SEED + 1);
            System.out.println("mutating " + MUTATIONS + " answers of " + cases.size() + " cases, seed " + SEED);
            for (int i = 0; i < MUTATIONS; i++) {
                Case one = cases.get(i % cases.size());
                List<Answer> answers = new ArrayList<>(one.answers());
                int which = random.nextInt(answers.size());
                answers.set(
                        which,
                        mutations.mutated(answers.get(which), one.attempt().value()));
                isTrueOrNeither(one, outcome(one.call(), replaying(settings, answers)), answers, i);
            }
        } finally {
            houses.forEach(StripeHouse::close);
        }
    }

    /** One for each payment, so that lists are short; all with the same keys. */
    private StripeHouse fresh() {
        StripeHouse house = new StripeHouse();
        houses.add(house);
        return house;
    }

    private static StripeProvider replaying(Settings settings, List<Answer> answers) {
        Iterator<Answer> next = answers.iterator();
        return new StripeProvider(settings, ask -> next(next, ask), InstantSource.system());
    }

    private static Answer next(Iterator<Answer> answers, Ask ask) throws IOException {
        if (!answers.hasNext()) {
            throw new IOException("nobody answers " + ask);
        }
        return answers.next();
    }

    private static Outcome outcome(Call call, StripeProvider provider) {
        try {
            return call.of(provider);
        } catch (IOException | RuntimeException lost) {
            return new Outcome.Unknown(lost.getClass().getSimpleName());
        }
    }

    private static void isTrueOrNeither(Case one, Outcome outcome, List<Answer> answers, int round) {
        Outcome truth = one.truth();
        boolean fine =
                switch (outcome) {
                    case Done done ->
                        truth instanceof Done real
                                && done.effect() == real.effect()
                                && done.amount().equals(real.amount());
                    case Declined declined -> truth instanceof Declined;
                    case NotSent notSent -> truth instanceof NotSent;
                    default -> true;
                };
        if (!fine) {
            StringBuilder bodies = new StringBuilder();
            answers.forEach(answer -> bodies.append(answer.status())
                    .append(' ')
                    .append(new String(answer.body()))
                    .append('\n'));
            assertThat(outcome)
                    .as("round %s, %s: the truth is %s, answered was%n%s", round, one.name(), truth, bodies)
                    .isEqualTo(truth);
        }
    }

    private void charges() throws IOException {
        start(fresh(), "paid at once", "pm_card_visa", CaptureMode.AUTOMATIC);
        start(fresh(), "reserved", "pm_card_visa", CaptureMode.MANUAL);
        start(fresh(), "declined", "pm_card_chargeDeclinedInsufficientFunds", CaptureMode.AUTOMATIC);
        start(fresh(), "authenticates", "pm_card_threeDSecure2Required", CaptureMode.AUTOMATIC);
        hosted(fresh(), "open page", null, CaptureMode.AUTOMATIC);
        hosted(fresh(), "paid page", Choice.PAY, CaptureMode.AUTOMATIC);
        hosted(fresh(), "reserved page", Choice.PAY, CaptureMode.MANUAL);
        hosted(fresh(), "slow page", Choice.PAY_LATER, CaptureMode.AUTOMATIC);
        hosted(fresh(), "declined on the page", Choice.DECLINE, CaptureMode.AUTOMATIC);
        ChargeRequest never = fresh().charge(AttemptId.next(), null, CaptureMode.AUTOMATIC);
        tape(fresh(), never.attempt(), "never sent", provider -> provider.query(new ChargeQuery(never, null)));
    }

    private Outcome start(StripeHouse house, String name, String instrument, CaptureMode mode) throws IOException {
        ChargeRequest request = house.charge(AttemptId.next(), instrument, mode);
        Outcome outcome = tape(house, request.attempt(), "start " + name, provider -> provider.start(request));
        tape(house, request.attempt(), "search " + name, provider -> provider.query(new ChargeQuery(request, null)));
        String ref = house.objects("intent").getLast().path("id").asText();
        tape(house, request.attempt(), "query " + name, provider -> provider.query(new ChargeQuery(request, ref)));
        return outcome;
    }

    private void hosted(StripeHouse house, String name, Choice choice, CaptureMode mode) throws IOException {
        ChargeRequest request = house.charge(AttemptId.next(), null, mode);
        tape(house, request.attempt(), "start " + name, provider -> provider.start(request));
        if (choice != null) {
            house.press(request.attempt(), choice);
        }
        String ref = house.objects("session").getLast().path("id").asText();
        tape(house, request.attempt(), "search " + name, provider -> provider.query(new ChargeQuery(request, null)));
        tape(house, request.attempt(), "query " + name, provider -> provider.query(new ChargeQuery(request, ref)));
    }

    private void operations() throws IOException {
        Money part = Money.ofMinor(400, "EUR");
        operation(fresh(), OperationKind.REFUND, "pm_card_visa", CaptureMode.AUTOMATIC, part);
        operation(fresh(), OperationKind.REFUND, "pm_card_pendingRefund", CaptureMode.AUTOMATIC, part);
        operation(fresh(), OperationKind.CAPTURE, "pm_card_visa", CaptureMode.MANUAL, part);
        operation(fresh(), OperationKind.CAPTURE, "pm_card_visa", CaptureMode.MANUAL, StripeHouse.AMOUNT);
        operation(fresh(), OperationKind.VOID, "pm_card_visa", CaptureMode.MANUAL, StripeHouse.AMOUNT);
        operation(fresh(), OperationKind.VOID, "pm_card_visa", CaptureMode.AUTOMATIC, StripeHouse.AMOUNT);
        operation(fresh(), OperationKind.VOID, null, CaptureMode.AUTOMATIC, StripeHouse.AMOUNT);
    }

    private void operation(StripeHouse house, OperationKind kind, String instrument, CaptureMode mode, Money amount)
            throws IOException {
        ChargeRequest charge = house.charge(AttemptId.next(), instrument, mode);
        house.provider.start(charge);
        String kept = instrument == null ? "session" : "intent";
        String ref = house.objects(kept).getLast().path("id").asText();
        OperationRequest request = house.operation(kind, charge.attempt(), ref, amount);
        String name = kind + " " + amount + " " + instrument;
        tape(house, charge.attempt(), "not yet " + name, provider -> provider.queryOperation(request));
        tape(house, charge.attempt(), name, provider -> send(provider, request));
        tape(house, charge.attempt(), "asked " + name, provider -> provider.queryOperation(request));
        tape(house, charge.attempt(), "after " + name, provider -> provider.query(new ChargeQuery(charge, ref)));
    }

    private static Outcome send(StripeProvider provider, OperationRequest request) throws IOException {
        return switch (request.kind()) {
            case CAPTURE -> provider.capture(request);
            case REFUND -> provider.refund(request);
            case VOID -> provider.cancel(request);
        };
    }

    private Outcome tape(StripeHouse house, AttemptId attempt, String name, Call call) throws IOException {
        taped.clear();
        StripeProvider provider = new StripeProvider(
                house.simulator.account("shop"),
                ask -> {
                    Answer answer = house.send(ask);
                    taped.add(answer);
                    return answer;
                },
                InstantSource.system());
        Outcome truth = call.of(provider);
        cases.add(new Case(name, attempt, call, List.copyOf(taped), truth));
        return truth;
    }
}
