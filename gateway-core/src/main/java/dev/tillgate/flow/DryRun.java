package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.route.Candidate;
import dev.tillgate.flow.route.Decision;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.Question;
import dev.tillgate.flow.route.Route;
import dev.tillgate.flow.route.RouteBook;
import dev.tillgate.flow.route.RouteBook.Past;
import dev.tillgate.flow.route.RouteBook.PastAttempt;
import dev.tillgate.flow.route.RouteBook.Span;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.flow.route.RouteShift;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what other rules would have changed: decides the attempts of the last 30 days anew, each with the rates, breakers
 * and tries as they were for it (where there was a choice; else as if nothing was known), and changes nothing. Reads in
 * parts, newest first, and stops after so many.
 */
public final class DryRun {
    /** How far back. */
    public static final Duration SPAN = Duration.ofDays(30);

    /** How many attempts of the merchant are looked through at most. */
    static final int MOST = 200_000;

    private final RouteBook book;
    private final Directory directory;
    private final InstantSource clock;

    public DryRun(RouteBook book, Directory directory, InstantSource clock) {
        this.book = book;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * @param changed the rules to try; an offered account that is not among them keeps its own
     * @throws NotPossible when there is no such store
     */
    public RouteShift run(MerchantId merchant, StoreId store, String method, Map<AccountId, RouteRule> changed) {
        StoreProfile profile = directory
                .store(merchant, store)
                .orElseThrow(() -> new NotPossible(NotPossible.Why.NOT_FOUND, "no such store"));
        List<Way> ways = new ArrayList<>();
        for (StoreProfile.Offer offer : profile.offers(method)) {
            RouteRule rule = changed.getOrDefault(offer.account(), offer.rule());
            directory.account(merchant, offer.account()).ifPresent(open -> ways.add(new Way(offer, open, rule)));
        }
        RouteShift.Count count = new RouteShift.Count(book.rules(merchant, store, method), changed);
        Span span = new Span(merchant, store, method, clock.instant().minus(SPAN));
        int seen = 0;
        Past part = book.past(span, null);
        while (true) {
            part.attempts().forEach(attempt -> count.add(attempt, decide(attempt, method, ways)));
            seen += part.seen();
            if (part.next() == null || seen >= MOST) {
                return count.done(part.next() != null);
            }
            part = book.past(span, part.next());
        }
    }

    private record Way(StoreProfile.Offer offer, OpenAccount account, RouteRule rule) {}

    private static Optional<AccountId> decide(PastAttempt attempt, String method, List<Way> ways) {
        DecisionRecord then = attempt.decision();
        Question asked = then == null ? null : then.question();
        List<Candidate> candidates =
                ways.stream().map(way -> candidate(way, attempt, method, asked)).toList();
        Decision decision = Route.decide(new Question(
                attempt.payment().value(),
                attempt.amount(),
                attempt.country(),
                asked == null ? null : asked.provider(),
                asked == null ? List.of() : asked.tried(),
                candidates));
        return decision.first();
    }

    private static Candidate candidate(Way way, PastAttempt attempt, String method, @Nullable Question asked) {
        Candidate now = new Candidate(
                way.offer.account(),
                way.offer.provider(),
                RoutePlan.able(way.account, method, attempt.amount(), attempt.captureMode()),
                way.rule,
                false,
                null);
        return asked == null ? now : now.seenAs(asked);
    }
}
