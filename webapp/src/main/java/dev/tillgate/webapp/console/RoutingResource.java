package dev.tillgate.webapp.console;

import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.flow.route.RouteShift;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.console.RoutingPage.AccountRule;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** How the account is chosen for one method of a store: its rules, and what others would have done. */
@Path("/console/stores/{id}/routing/{method}")
public final class RoutingResource {
    private final Administration administration;
    private final Console.Routing routing;
    private final Gate gate;
    private final ConsolePages pages;
    /** A dry run reads much: one at a time is enough for people who type. */
    private final Semaphore running = new Semaphore(1);

    RoutingResource(Administration administration, Console.Routing routing, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.routing = routing;
        this.gate = gate;
        this.pages = pages;
    }

    /** A store's method and the accounts that serve it. */
    private record Subject(Operator operator, Store store, String method, List<StoreMethod> accounts) {}

    @GET
    public Response page(
            @PathParam("id") String id,
            @PathParam("method") String method,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> subject(operator, id, method)
                .map(subject -> show(asked, subject, kept(subject), null))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(
            @PathParam("id") String id,
            @PathParam("method") String method,
            MultivaluedMap<String, String> fields,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, fields.getFirst("form"), operator -> subject(operator, id, method)
                .map(subject -> changed(asked, subject, fields))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    private Response changed(Asked asked, Subject subject, MultivaluedMap<String, String> fields) {
        Map<String, String> typed = new HashMap<>();
        fields.forEach((name, values) -> typed.put(name, values.isEmpty() ? "" : values.getFirst()));
        Map<AccountId, RouteRule> rules = new HashMap<>();
        List<AccountRule> shown = new ArrayList<>();
        for (AccountRule account : kept(subject)) {
            Map<String, String> values = RoutingForm.ofAccount(typed, account.id());
            if (values.isEmpty()) {
                // Came to the store while the page was open: its rule is left as it is.
                shown.add(account);
                continue;
            }
            RoutingForm form = new RoutingForm(values);
            RouteRule rule = form.rule();
            if (rule != null) {
                rules.put(account.id(), rule);
            }
            shown.add(new AccountRule(account.id(), account.label(), account.isOffered(), values, form.problems()));
        }
        if (shown.stream().anyMatch(account -> !account.problems().isEmpty())) {
            return show(asked, subject, shown, null);
        }
        if ("try".equals(typed.get("do"))) {
            return tried(asked, subject, shown, rules);
        }
        routing.book().change(subject.operator.merchant(), subject.store.id(), subject.method, rules);
        return gate.to("/console/stores/" + subject.store.id() + "/routing/" + subject.method + "?said=saved");
    }

    private Response tried(Asked asked, Subject subject, List<AccountRule> shown, Map<AccountId, RouteRule> rules) {
        if (!running.tryAcquire()) {
            return show(asked.saying("dry_busy"), subject, shown, null);
        }
        try {
            RouteShift shift =
                    routing.dryRun().run(subject.operator.merchant(), subject.store.id(), subject.method, rules);
            return show(asked, subject, shown, shift);
        } catch (NotPossible gone) {
            return pages.missing(asked, subject.operator);
        } finally {
            running.release();
        }
    }

    private Optional<Subject> subject(Operator operator, String id, String method) {
        return Ids.of(id, StoreId::new)
                .flatMap(store -> administration.merchants().store(operator.merchant(), store))
                .map(store -> new Subject(
                        operator,
                        store,
                        method,
                        administration.methods().of(operator.merchant(), store.id()).stream()
                                .filter(each -> each.method().equals(method))
                                .toList()))
                .filter(subject -> !subject.accounts.isEmpty());
    }

    private List<AccountRule> kept(Subject subject) {
        Map<AccountId, RouteRule> rules =
                routing.book().rules(subject.operator.merchant(), subject.store.id(), subject.method);
        Map<AccountId, String> labels = new HashMap<>();
        administration
                .accounts()
                .accounts(subject.operator.merchant())
                .forEach(account -> labels.put(account.id(), account.label()));
        return subject.accounts.stream()
                .map(each -> new AccountRule(
                        each.account(),
                        labels.getOrDefault(each.account(), each.account().value()),
                        each.enabled(),
                        RoutingForm.typed(rules.getOrDefault(each.account(), RouteRule.NONE)),
                        Map.of()))
                .toList();
    }

    private Response show(Asked asked, Subject subject, List<AccountRule> accounts, @Nullable RouteShift shift) {
        return pages.show(
                asked,
                subject.operator,
                "stores",
                "routing.title",
                "console/routing.jte",
                view -> new RoutingPage(view, subject.store, subject.method, accounts, shift));
    }
}
