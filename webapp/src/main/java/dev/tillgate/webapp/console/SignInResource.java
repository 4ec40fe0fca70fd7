package dev.tillgate.webapp.console;

import dev.tillgate.merchant.SecretText;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.page.FormGuard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The console's door: in, out, and to the first page. */
@Path("/console")
public final class SignInResource {
    static final String SUBJECT = "console-login";

    private final LogIn logIn;
    private final Gate gate;
    private final FormGuard forms;
    private final ConsolePages pages;

    SignInResource(LogIn logIn, Gate gate, FormGuard forms, ConsolePages pages) {
        this.logIn = logIn;
        this.gate = gate;
        this.forms = forms;
        this.pages = pages;
    }

    /** To the payments, with the news if there are any. */
    @GET
    public Response first(@QueryParam("said") @Nullable String said, @Context HttpHeaders headers) {
        String news = "stale".equals(said) || "welcome".equals(said) ? "?said=" + said : "";
        return gate.page(headers, operator -> gate.to("/console/payments" + news));
    }

    @GET
    @Path("login")
    public Response login(@Context HttpHeaders headers, @Context UriInfo uri) {
        return gate.operator(headers).isPresent() ? gate.to("/console") : form(200, Asked.of(headers, uri));
    }

    @POST
    @Path("login")
    public Response login(
            @FormParam("email") @Nullable String email,
            @FormParam("password") @Nullable String password,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers,
            @Context UriInfo uri,
            @Context HttpServletRequest http) {
        Asked asked = Asked.of(headers, uri);
        if (!forms.accepts(headers, SUBJECT, code)) {
            return form(403, asked.saying("stale"));
        }
        Optional<SecretText> session = logIn.tryIn(
                Objects.requireNonNullElse(email, ""), Objects.requireNonNullElse(password, ""), http.getRemoteAddr());
        return session.isPresent() ? gate.to("/console", session) : form(403, asked.saying("not_in"));
    }

    @POST
    @Path("logout")
    public Response logout(@FormParam("form") @Nullable String code, @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            logIn.end(operator);
            return gate.to("/console/login?said=out", Optional.empty());
        });
    }

    private Response form(int status, Asked asked) {
        return pages.outside(status, asked, forms.code(SUBJECT), "login.title", "console/login.jte", view -> view);
    }
}
