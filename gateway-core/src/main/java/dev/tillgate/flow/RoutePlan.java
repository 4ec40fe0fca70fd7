package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.route.Candidate;
import dev.tillgate.flow.route.Decision;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.Question;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.flow.route.Route;
import dev.tillgate.flow.route.RouteFacts;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that serve a method of a store, with all that has to be known of them before a transaction begins: within
 * it, an attempt is begun through the one that {@link Route} chooses, without reading anything more.
 */
final class RoutePlan {
    private static final int MOST_ACCOUNTS = 50;

    private final Request request;
    private final List<Way> ways;
    private final RouteFacts facts;
    private final PaymentLife life;

    /**
     * What is to be paid how.
     *
     * @param field where the request names the method, for saying what is to blame
     */
    record Request(MerchantId merchant, StoreId store, String method, Payer payer, String field) {}

    /** An offer that can be opened; without facts as long as there is nothing to choose. */
    private record Way(
            StoreProfile.Offer offer,
            OpenAccount account,
            @Nullable Rate rate) {}

    private RoutePlan(Request request, List<Way> ways, RouteFacts facts, PaymentLife life) {
        this.request = request;
        this.ways = ways;
        this.facts = facts;
        this.life = life;
    }

    /** @throws NotPossible when the store does not offer the method, or no account could take this amount by it */
    static RoutePlan of(Request request, Money amount, Directory directory, RouteFacts facts, PaymentLife life) {
        StoreProfile store = directory
                .store(request.merchant, request.store)
                .orElseThrow(() -> new NotPossible(Why.NOT_FOUND, "no such store"));
        List<StoreProfile.Offer> offers =
                store.offers(request.method).stream().limit(MOST_ACCOUNTS).toList();
        List<Way> ways = new ArrayList<>(offers.size());
        for (StoreProfile.Offer offer : offers) {
            Optional<OpenAccount> account = directory.account(request.merchant, offer.account());
            Rate rate = offers.size() == 1 ? null : facts.rates().of(request.merchant, offer.account(), request.method);
            account.ifPresent(open -> ways.add(new Way(offer, open, rate)));
        }
        if (ways.stream().noneMatch(way -> way.account.type().serves(request.method, amount))) {
            throw unavailable(request);
        }
        return new RoutePlan(request, ways, facts, life);
    }

    /** The account that an attempt of this plan is made through. */
    OpenAccount account(Attempt attempt) {
        return ways.stream()
                .filter(way -> way.offer.account().equals(attempt.account()))
                .map(Way::account)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not an attempt of this plan"));
    }

    Payer payer() {
        return request.payer;
    }

    /**
     * Begins an attempt through the best account, or answers the one that waits for the payer already.
     *
     * @param tried accounts that this request has tried before
     * @throws NotPossible when the order is paid, in doubt, or over, or when no account may take the payment
     */
    Attempt begin(Books books, OrderFile file, PaymentId id, List<AccountId> tried, Instant now) {
        Optional<StoreProfile.Offer> waiting = waiting(file, id, now);
        if (waiting.isPresent()) {
            return life.start(file, id, waiting.get(), now);
        }
        Question question = question(file, file.payment(id), tried);
        Decision decision = Route.decide(question);
        Way chosen = ways.stream()
                .filter(way -> decision.first().equals(Optional.of(way.offer.account())))
                .findFirst()
                .orElseThrow(() -> unavailable(request));
        Attempt attempt = life.start(file, id, chosen.offer, now);
        if (ways.size() > 1) {
            books.insert(DecisionRecord.of(attempt, question, decision));
        }
        return attempt;
    }

    /**
     * Begins the attempt that follows one that has just ended: through the next account, or, when there is no other and
     * nothing was sent, once more through the same. Nothing when there is none to begin.
     */
    Optional<Attempt> follow(Books books, OrderFile file, Attempt ended, Outcome outcome, List<AccountId> tried) {
        PaymentId id = ended.payment();
        AttemptStatus status = file.attempt(ended.id()).status();
        boolean over = status == AttemptStatus.NOT_SENT || status == AttemptStatus.DECLINED;
        if (!over || !FailOver.allows(outcome, account(ended).type())) {
            return Optional.empty();
        }
        Instant now = file.attempt(ended.id()).updatedAt();
        boolean others = Route.decide(question(file, file.payment(id), tried)).inLine() > 0;
        boolean again = !others
                && outcome instanceof Outcome.NotSent
                && tried.size() == 1
                && !facts.breakers().isOpen(ended.provider(), ended.account());
        if (!others && !again) {
            return Optional.empty();
        }
        try {
            return Optional.of(begin(books, file, id, again ? List.of() : tried, now));
        } catch (NotPossible meanwhile) {
            // Paid, canceled, over or in doubt by now: the answer that was had stands.
            return Optional.empty();
        }
    }

    private Question question(OrderFile file, Payment payment, List<AccountId> tried) {
        Money owed = Sums.missing(file, payment);
        List<Candidate> candidates =
                ways.stream().map(way -> candidate(way, payment, owed)).toList();
        return new Question(
                payment.id().value(),
                owed,
                file.order().buyer().country(),
                request.payer.instrument() == null ? null : knowsInstrument(candidates, owed, file),
                tried,
                candidates);
    }

    private Candidate candidate(Way way, Payment payment, Money owed) {
        return new Candidate(
                way.offer.account(),
                way.offer.provider(),
                able(way.account, request.method, owed, payment.captureMode()),
                way.offer.rule(),
                ways.size() > 1 && facts.breakers().isOpen(way.offer.provider(), way.offer.account()),
                way.rate);
    }

    /** Details kept by one provider mean nothing to another: they are taken for the first one's that may be asked. */
    private static @Nullable String knowsInstrument(List<Candidate> candidates, Money owed, OrderFile file) {
        return candidates.stream()
                .filter(Candidate::able)
                .filter(c -> c.rule().against(owed, file.order().buyer().country()) == null)
                .map(Candidate::provider)
                .findFirst()
                .orElse(null);
    }

    /** Whether the provider takes this payment by this method in the way it wants its money taken. */
    static boolean able(OpenAccount account, String method, Money amount, CaptureMode captureMode) {
        return account.type().serves(method, amount)
                && account.type()
                        .method(method)
                        .filter(type -> captureMode == CaptureMode.AUTOMATIC || type.manualCapture())
                        .isPresent();
    }

    /** Through which account the payer is being waited for: a decision of now is no reason to send them elsewhere. */
    private Optional<StoreProfile.Offer> waiting(OrderFile file, PaymentId id, Instant now) {
        Money owed = Sums.missing(file, file.payment(id));
        return ways.stream()
                .map(Way::offer)
                .filter(offer -> file.attemptsOf(id).stream()
                        .anyMatch(a -> a.canStillBePaid(now)
                                && a.amount().equals(owed)
                                && a.method().equals(request.method)
                                && a.account().equals(offer.account())
                                && life.operations().closing(file, a).isEmpty()))
                .findFirst();
    }

    private static NotPossible unavailable(Request request) {
        return new NotPossible(Why.METHOD_UNAVAILABLE, "the store does not offer this method here", request.field);
    }
}
