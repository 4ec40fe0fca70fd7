package dev.tillgate.flow;

import dev.tillgate.flow.Occasion.Fit;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import dev.tillgate.provider.MethodType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which methods a buyer is offered for a payment, best first, and why the first one is: the shop's own order, but after
 * a decline what helps most comes first: the same method when only the details were wrong, another one otherwise.
 */
public final class RecommendMethods {
    private final Directory directory;

    public RecommendMethods(Directory directory) {
        this.directory = directory;
    }

    /**
     * @param recommended whether it is the one to show first
     * @param reasonKey why it is recommended, as a key of the message bundles, or empty
     */
    public record Recommendation(
            String method,
            AccountId account,
            String provider,
            MethodType.Style style,
            boolean recommended,
            String reasonKey) {}

    /** Best first; empty when the store offers nothing for this payment. */
    public List<Recommendation> of(PaymentView view) {
        return of(view, Occasion.UNKNOWN);
    }

    /** The same for a buyer of whom more is known. */
    public List<Recommendation> of(PaymentView view, Occasion occasion) {
        Payment payment = view.payment();
        Optional<Attempt> last = view.lastAttempt().filter(a -> a.status() == AttemptStatus.DECLINED);
        Optional<Advice> advice = last.flatMap(this::advice);
        Set<String> declined = declinedMethods(view);
        // Nothing is wrong with a method whose details were mistyped, or that the buyer only did not confirm.
        last.filter(a -> advice.filter(RecommendMethods::isWorthRepeating).isPresent())
                .ifPresent(a -> declined.remove(a.method()));
        List<Recommendation> usable = new ArrayList<>();
        List<Recommendation> afterwards = new ArrayList<>();
        Money owed = payment.status() == PaymentStatus.OPEN ? view.missing() : payment.amount();
        Set<String> seen = new HashSet<>();
        Map<String, Fit> fits = new HashMap<>();
        directory
                .store(payment.merchant(), payment.store())
                .map(StoreProfile::methods)
                .orElse(List.of())
                .forEach(offer -> usable(view, owed, offer)
                        .filter(method -> seen.add(method.code()))
                        .ifPresent(method -> {
                            fits.put(
                                    method.code(),
                                    occasion.fit(method, view.order().buyer().country()));
                            (declined.contains(method.code()) ? afterwards : usable)
                                    .add(new Recommendation(
                                            method.code(),
                                            offer.account(),
                                            offer.provider(),
                                            method.style(),
                                            false,
                                            ""));
                        }));
        // The shop's own order stays among those that fit equally well.
        usable.sort(Comparator.comparing((Recommendation one) -> fits.getOrDefault(one.method(), Fit.NEUTRAL))
                .reversed());
        usable.addAll(afterwards);
        if (advice.filter(one -> one == Advice.CORRECT_DETAILS).isPresent()) {
            last.ifPresent(
                    a -> usable.sort(Comparator.comparing(one -> !one.method().equals(a.method()))));
        }
        if (!usable.isEmpty()) {
            Recommendation best = usable.get(0);
            usable.set(
                    0,
                    new Recommendation(
                            best.method(),
                            best.account(),
                            best.provider(),
                            best.style(),
                            true,
                            reason(best, last, advice, declined, fits.getOrDefault(best.method(), Fit.NEUTRAL))));
        }
        return usable;
    }

    /** What helps after this decline, by its provider's table; empty when it was not declined or nobody knows. */
    public Optional<Advice> advice(Attempt attempt) {
        String code = attempt.detail();
        if (attempt.status() != AttemptStatus.DECLINED || code == null) {
            return Optional.empty();
        }
        return directory
                .account(attempt.merchant(), attempt.account())
                .map(account -> account.type().rules().declines().find(code))
                .map(ErrorTable.Entry::advice);
    }

    private static boolean isWorthRepeating(Advice advice) {
        return advice == Advice.CORRECT_DETAILS || advice == Advice.CHOOSE_AGAIN;
    }

    private static String reason(
            Recommendation best, Optional<Attempt> last, Optional<Advice> advice, Set<String> declined, Fit fit) {
        boolean same = last.filter(a -> a.method().equals(best.method())).isPresent();
        if (same && advice.isPresent()) {
            return switch (advice.get()) {
                case CORRECT_DETAILS -> "recommend.correct_details";
                case TRY_LATER -> "recommend.try_later";
                case CHOOSE_AGAIN -> "recommend.choose_again";
                case OTHER_METHOD -> "recommend.after_decline";
            };
        }
        if (last.isPresent() && advice.filter(one -> one == Advice.TRY_LATER).isPresent()) {
            return "recommend.works_now";
        }
        if (last.isPresent() || !declined.isEmpty()) {
            return "recommend.after_decline";
        }
        return fit.reasonKey().isEmpty() ? "recommend.shop_choice" : fit.reasonKey();
    }

    /** Whether this account of the method can take what is owed; one that can is enough to offer the method. */
    private Optional<MethodType> usable(PaymentView view, Money owed, StoreProfile.Offer offer) {
        Payment payment = view.payment();
        return directory
                .account(payment.merchant(), offer.account())
                .filter(account -> RoutePlan.able(account, offer.method(), owed, payment.captureMode()))
                .filter(account ->
                        offer.rule().against(owed, view.order().buyer().country()) == null)
                .flatMap(account -> account.type().method(offer.method()));
    }

    private static Set<String> declinedMethods(PaymentView view) {
        Set<String> declined = new HashSet<>();
        view.attempts().stream()
                .filter(a -> a.status() == AttemptStatus.DECLINED)
                .map(Attempt::method)
                .forEach(declined::add);
        return declined;
    }
}
