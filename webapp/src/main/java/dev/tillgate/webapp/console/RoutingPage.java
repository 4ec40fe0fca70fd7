package dev.tillgate.webapp.console;

import dev.tillgate.flow.route.RouteShift;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.AccountId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which one method's accounts are chosen, and what changed ones would do.
 *
 * @param accounts that serve the method, in the store's order
 * @param shift what a dry run came to, or null
 */
public record RoutingPage(
        View view,
        Store store,
        String method,
        List<AccountRule> accounts,
        @Nullable RouteShift shift) {
    /**
     * An account and its rule as it is typed in.
     *
     * @param isOffered whether the store offers the method through it
     * @param values text by field
     * @param problems message key by field
     */
    public record AccountRule(
            AccountId id, String label, boolean isOffered, Map<String, String> values, Map<String, String> problems) {
        public String value(String field) {
            return values.getOrDefault(field, "");
        }

        /** The field's name in the form. */
        public String name(String field) {
            return field + "." + id.value();
        }
    }

    public @Nullable String problem(AccountRule account, String field) {
        String key = account.problems().get(field);
        return key == null ? null : view.text(key);
    }

    public boolean hasProblems() {
        return accounts.stream().anyMatch(account -> !account.problems().isEmpty());
    }

    public String label(@Nullable AccountId id) {
        if (id == null) {
            return view.text("dry.none");
        }
        return accounts.stream()
                .filter(account -> account.id().equals(id))
                .map(AccountRule::label)
                .findFirst()
                .orElse(id.value());
    }

    public String methodName() {
        return view.frame().texts().method(method);
    }

    public String path() {
        return view.path("/console/stores/" + store.id() + "/routing/" + method);
    }
}
