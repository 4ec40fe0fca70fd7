package dev.tillgate.webapp.console;

import dev.tillgate.flow.PolicyBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Under;
import java.util.List;
import java.util.Map;

/**
 * What a store wants done with money that comes late or in another amount.
 *
 * @param methods the store's methods that can have a policy of their own
 * @param set what was set, by method
 */
public record PolicyPage(View view, Store store, List<String> methods, Map<String, PaymentPolicy> set) {
    /** The policy that is in force for a method; {@link PolicyBook#ANY_METHOD} for all others. */
    public PaymentPolicy inForce(String method) {
        return set.getOrDefault(method, set.getOrDefault(PolicyBook.ANY_METHOD, PaymentPolicy.USUAL));
    }

    public boolean isOwn(String method) {
        return set.containsKey(method);
    }

    public String name(String method) {
        return method.equals(PolicyBook.ANY_METHOD)
                ? view.text("policy.any")
                : view.frame().texts().method(method);
    }

    public List<Late> late() {
        return List.of(Late.values());
    }

    public List<Under> under() {
        return List.of(Under.values());
    }

    public List<Over> over() {
        return List.of(Over.values());
    }
}
