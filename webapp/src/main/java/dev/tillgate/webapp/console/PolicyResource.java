package dev.tillgate.webapp.console;

import dev.tillgate.flow.PolicyBook;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Tolerance;
import dev.tillgate.payment.PaymentPolicy.Under;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A store's policies: one for all methods, and one for each that is to be treated apart. */
@Path("/console/stores/{id}/policy")
public final class PolicyResource {
    private final Administration administration;
    private final PolicyBook policies;
    private final Gate gate;
    private final ConsolePages pages;

    PolicyResource(Administration administration, PolicyBook policies, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.policies = policies;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> store(operator, id)
                .map(store -> pages.show(
                        asked,
                        operator,
                        "stores",
                        "policy.title",
                        "console/policy.jte",
                        view -> new PolicyPage(
                                view,
                                store,
                                methods(operator, store),
                                policies.policies(operator.merchant(), store.id()))))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    /** Sets a policy, or with {@code do=clear} takes a method's own one away. */
    @POST
    public Response change(
            @PathParam("id") String id, MultivaluedMap<String, String> form, @Context HttpHeaders headers) {
        return gate.form(headers, form.getFirst("form"), operator -> {
            Optional<Store> store = store(operator, id);
            String method = given(form, "method");
            boolean known = store.isPresent()
                    && (method.equals(PolicyBook.ANY_METHOD)
                            || methods(operator, store.get()).contains(method));
            if (store.isEmpty() || !known) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            String back = "/console/stores/" + store.get().id() + "/policy?said=";
            if (given(form, "do").equals("clear")) {
                policies.clear(operator.merchant(), store.get().id(), method);
                return gate.to(back + "saved");
            }
            Optional<PaymentPolicy> policy = policy(form);
            policy.ifPresent(
                    given -> policies.set(operator.merchant(), store.get().id(), method, given));
            return gate.to(back + (policy.isPresent() ? "saved" : "policy"));
        });
    }

    private static Optional<PaymentPolicy> policy(MultivaluedMap<String, String> form) {
        Optional<Late> late = Ids.of(given(form, "late"), Late::valueOf);
        Optional<Under> under = Ids.of(given(form, "under"), Under::valueOf);
        Optional<Over> over = Ids.of(given(form, "over"), Over::valueOf);
        Optional<Tolerance> tolerance = tolerance(given(form, "minor"), given(form, "points"));
        if (late.isEmpty() || under.isEmpty() || over.isEmpty()) {
            return Optional.empty();
        }
        return tolerance.map(allowed -> new PaymentPolicy(late.get(), under.get(), over.get(), allowed));
    }

    private static Optional<Tolerance> tolerance(String minor, String points) {
        if (!minor.matches("[0-9]{0,12}") || !points.matches("[0-9]{0,4}")) {
            return Optional.empty();
        }
        int share = points.isEmpty() ? 0 : Integer.parseInt(points);
        return share > Tolerance.MOST_BASIS_POINTS
                ? Optional.empty()
                : Optional.of(new Tolerance(minor.isEmpty() ? 0 : Long.parseLong(minor), share));
    }

    private static String given(MultivaluedMap<String, String> form, String field) {
        return Objects.requireNonNullElse(form.getFirst(field), "").strip();
    }

    private List<String> methods(Operator operator, Store store) {
        List<String> codes = new ArrayList<>();
        for (StoreMethod method : administration.methods().of(operator.merchant(), store.id())) {
            if (!codes.contains(method.method())) {
                codes.add(method.method());
            }
        }
        return codes;
    }

    private Optional<Store> store(Operator operator, String id) {
        return Ids.of(id, StoreId::new)
                .flatMap(store -> administration.merchants().store(operator.merchant(), store));
    }
}
