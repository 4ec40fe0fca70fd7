package dev.tillgate.webapp.console;

import dev.tillgate.merchant.RegisterWebhook;
import dev.tillgate.payment.AccountId;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Registration.Registered;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Registers an account's webhook at its provider. */
@Path("/console/accounts/{id}/webhook")
public final class WebhookResource {
    /** What names a wish. */
    static final String TOKEN = "[A-Za-z0-9_-]{20,80}";

    private final RegisterWebhook register;
    private final Gate gate;
    private final ConsolePages pages;

    WebhookResource(RegisterWebhook register, Gate gate, ConsolePages pages) {
        this.register = register;
        this.gate = gate;
        this.pages = pages;
    }

    /**
     * @param token names this wish, however often it is sent
     * @param replace {@code yes} to replace one that is there already
     */
    @POST
    public Response register(
            @PathParam("id") String id,
            @FormParam("token") @Nullable String token,
            @FormParam("replace") @Nullable String replace,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            Optional<AccountId> account = Ids.of(id, AccountId::new);
            if (account.isEmpty() || token == null || !token.matches(TOKEN)) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            Registration answer = register.run(operator.merchant(), account.get(), token, "yes".equals(replace));
            // The token goes back, so that pressing again is the same wish.
            String again = answer instanceof Registration.Unknown ? "&wish=" + token : "";
            return gate.to("/console/accounts/" + account.get() + "?said=" + said(answer) + again + "#webhook");
        });
    }

    private static String said(Registration answer) {
        return switch (answer) {
            case Registered registered -> registered.replaced().isEmpty() ? "webhook" : "webhook_left";
            case Registration.AsksConsent consent -> "webhook_consent";
            case Registration.Unknown unknown -> "webhook_unknown";
            case Registration.Refused refused ->
                "webhook_" + refused.reason().name().toLowerCase(Locale.ROOT);
        };
    }
}
