package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which methods a buyer is offered for a payment, best first, and why the first one is: the shop's own order, but what
 * was just declined goes last.
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
        Payment payment = view.payment();
        Set<String> declined = declinedMethods(view);
        List<Recommendation> usable = new ArrayList<>();
        List<Recommendation> last = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        directory
                .store(payment.merchant(), payment.store())
                .map(StoreProfile::methods)
                .orElse(List.of())
                .forEach(offer -> usable(view, offer)
                        .filter(method -> seen.add(method.code()))
                        .ifPresent(method -> (declined.contains(method.code()) ? last : usable)
                                .add(new Recommendation(
                                        method.code(), offer.account(), offer.provider(), method.style(), false, ""))));
        usable.addAll(last);
        if (!usable.isEmpty()) {
            Recommendation best = usable.get(0);
            String reason = declined.isEmpty() ? "recommend.shop_choice" : "recommend.after_decline";
            usable.set(
                    0, new Recommendation(best.method(), best.account(), best.provider(), best.style(), true, reason));
        }
        return usable;
    }

    /** Whether this account of the method can take the payment; one that can is enough to offer the method. */
    private Optional<MethodType> usable(PaymentView view, StoreProfile.Offer offer) {
        Payment payment = view.payment();
        return directory
                .account(payment.merchant(), offer.account())
                .filter(account -> RoutePlan.able(account, offer.method(), payment.amount(), payment.captureMode()))
                .filter(account -> offer.rule()
                                .against(payment.amount(), view.order().buyer().country())
                        == null)
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
