package dev.tillgate.webapp.console;

import dev.tillgate.flow.Links;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.NotAccepted;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.payment.AccountId;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.practice.Practice;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The merchant's contracts with providers. */
@Path("/console/accounts")
public final class AccountsResource {
    private static final String SETTING = "setting.";

    private final Administration administration;
    private final Links links;
    private final Practice practice;
    private final Gate gate;
    private final ConsolePages pages;

    AccountsResource(Administration administration, Links links, Practice practice, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.links = links;
        this.practice = practice;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response list(@Context HttpHeaders headers, @Context UriInfo uri) {
        return gate.page(
                headers,
                operator -> pages.show(
                        Asked.of(headers, uri),
                        operator,
                        "accounts",
                        "accounts.title",
                        "console/accounts.jte",
                        view -> new AccountsPage(
                                view,
                                administration.accounts().accounts(operator.merchant()),
                                administration.providers().types(),
                                administration.providers().types().stream()
                                        .filter(practice::offers)
                                        .toList())));
    }

    /** Opens an account at a provider's simulator, with everything filled in. */
    @POST
    @Path("practice/{provider}")
    public Response practice(
            @PathParam("provider") String provider,
            @FormParam("label") @Nullable String label,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            Optional<Settings> settings = practice.account(provider, operator.merchant());
            if (settings.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            try {
                String name = label == null || label.isBlank() ? provider : label;
                administration
                        .providers()
                        .open(
                                operator.merchant(),
                                provider,
                                name,
                                settings.get().values());
                return gate.to("/console/accounts?said=account_opened");
            } catch (NotAccepted no) {
                return gate.to("/console/accounts?said=name");
            }
        });
    }

    @GET
    @Path("new/{provider}")
    public Response blank(@PathParam("provider") String provider, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> administration
                .providers()
                .type(provider)
                .map(type -> show(asked, operator, new Form(type, null, "", Map.of(), Map.of())))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    @POST
    @Path("new/{provider}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response open(
            @PathParam("provider") String provider,
            MultivaluedMap<String, String> fields,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, fields.getFirst("form"), operator -> {
            Optional<ProviderType> type = administration.providers().type(provider);
            if (type.isEmpty()) {
                return pages.missing(asked, operator);
            }
            String label = label(fields);
            try {
                administration.providers().open(operator.merchant(), provider, label, settings(fields));
                return gate.to("/console/accounts?said=account_opened");
            } catch (NotAccepted no) {
                return show(asked, operator, new Form(type.get(), null, label, settings(fields), no.problems()));
            }
        });
    }

    @GET
    @Path("{id}")
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        String wish = uri.getQueryParameters().getFirst("wish");
        String same = wish != null && wish.matches(WebhookResource.TOKEN)
                ? wish
                : SecretText.next("").value();
        return gate.page(headers, operator -> form(operator, id)
                .map(form -> show(asked, operator, form, same))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response change(
            @PathParam("id") String id, MultivaluedMap<String, String> fields, @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, fields.getFirst("form"), operator -> {
            Optional<Form> form = form(operator, id);
            ProviderAccount account = form.map(Form::account).orElse(null);
            if (form.isEmpty() || account == null) {
                return pages.missing(asked, operator);
            }
            String label = label(fields);
            try {
                administration.providers().change(operator.merchant(), account.id(), label, settings(fields));
                return gate.to("/console/accounts/" + account.id() + "?said=saved");
            } catch (NotAccepted no) {
                return show(
                        asked, operator, new Form(form.get().type(), account, label, settings(fields), no.problems()));
            }
        });
    }

    @POST
    @Path("{id}/switch")
    public Response turn(
            @PathParam("id") String id,
            @FormParam("on") @Nullable String on,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            Optional<ProviderAccount> account = account(operator, id);
            if (account.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            administration.providers().enable(operator.merchant(), account.get().id(), "true".equals(on));
            return gate.to("/console/accounts?said=saved");
        });
    }

    /** The form as it is to be shown. */
    private record Form(
            ProviderType type,
            @Nullable ProviderAccount account,
            String label,
            Map<String, String> values,
            Map<String, String> problems) {}

    private Optional<Form> form(Operator operator, String id) {
        return account(operator, id).flatMap(account -> administration
                .providers()
                .type(account.provider())
                .map(type -> new Form(
                        type, account, account.label(), account.settings().values(), Map.of())));
    }

    private Optional<ProviderAccount> account(Operator operator, String id) {
        return Ids.of(id, AccountId::new)
                .flatMap(account -> administration.accounts().account(operator.merchant(), account));
    }

    private Response show(Asked asked, Operator operator, Form form) {
        return show(asked, operator, form, SecretText.next("").value());
    }

    private Response show(Asked asked, Operator operator, Form form, String wish) {
        ProviderAccount account = form.account;
        return pages.show(
                asked,
                operator,
                "accounts",
                "account.title",
                "console/account.jte",
                view -> new AccountPage(
                        view,
                        form.type,
                        account,
                        form.label,
                        form.values,
                        form.problems,
                        account == null ? null : links.notifications(account.id()),
                        wish));
    }

    private static String label(MultivaluedMap<String, String> fields) {
        return Objects.requireNonNullElse(fields.getFirst("label"), "");
    }

    private static Map<String, String> settings(MultivaluedMap<String, String> fields) {
        Map<String, String> settings = new HashMap<>();
        fields.forEach((name, values) -> {
            if (name.startsWith(SETTING) && !values.isEmpty()) {
                settings.put(name.substring(SETTING.length()), values.getFirst());
            }
        });
        return settings;
    }
}
