package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.OwnerSetup;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.merchant.UserBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.page.FormGuard;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the one-time link of the start screen leads: makes the console's owner. */
@Path("/console/setup/{token}")
public final class SetupResource {
    private static final int SHORTEST_PASSWORD = 12;
    private static final int LONGEST_PASSWORD = 200;
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_TOKEN = 100;

    private final OwnerSetup setup;
    private final MerchantBook merchants;
    private final UserBook users;
    private final Entry entry;
    private final Clock clock;

    /** What is needed to let the new owner in. */
    record Entry(LogIn logIn, Passwords passwords, Gate gate, FormGuard forms, ConsolePages pages) {}

    SetupResource(OwnerSetup setup, MerchantBook merchants, UserBook users, Entry entry, Clock clock) {
        this.setup = setup;
        this.merchants = merchants;
        this.users = users;
        this.entry = entry;
        this.clock = clock;
    }

    @GET
    public Response form(@PathParam("token") String token, @Context HttpHeaders headers, @Context UriInfo uri) {
        return form(token, Asked.of(headers, uri), new Entered("", "", ""), null);
    }

    /** What was typed in; never printed. */
    private record Entered(String email, String password, String name) {
        @Override
        public String toString() {
            return "Entered";
        }
    }

    @POST
    public Response create(
            @PathParam("token") String token,
            @FormParam("email") @Nullable String email,
            @FormParam("password") @Nullable String password,
            @FormParam("name") @Nullable String name,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        Entered entered = new Entered(
                LogIn.normal(Objects.requireNonNullElse(email, "")),
                Objects.requireNonNullElse(password, ""),
                Objects.requireNonNullElse(name, "").strip());
        if (!entry.forms.accepts(headers, SignInResource.SUBJECT, code) || !isOpen(token)) {
            return form(token, asked, entered, null);
        }
        String problem = problem(entered);
        if (problem != null) {
            return form(token, asked, entered, problem);
        }
        String hash = entry.passwords.hash(entered.password);
        boolean made = setup.createOwner(new SecretText(token), merchant(entered.name), entered.email, hash);
        return made ? letIn(entered.email) : form(token, asked, entered, null);
    }

    private Response letIn(String email) {
        Optional<SecretText> session = users.byEmail(email).map(entry.logIn::open);
        return entry.gate.to("/console?said=welcome", session);
    }

    private @Nullable String problem(Entered entered) {
        if (!entered.email.matches("[^@\\s]{1,64}@[^@\\s]{1,190}") || entered.email.length() > LONGEST_EMAIL) {
            return "problem.email.invalid";
        }
        if (entered.password.length() < SHORTEST_PASSWORD || entered.password.length() > LONGEST_PASSWORD) {
            return "problem.password.length";
        }
        boolean nameMissing = asksName() && (entered.name.isEmpty() || entered.name.length() > LONGEST_NAME);
        return nameMissing ? "problem.name.empty" : null;
    }

    /** The only merchant of this installation, made now if need be. */
    private MerchantId merchant(String name) {
        List<Merchant> all = merchants.merchants();
        if (!all.isEmpty()) {
            return all.getFirst().id();
        }
        Merchant made = new Merchant(MerchantId.next(), name, clock.instant());
        merchants.insert(made);
        return made.id();
    }

    private boolean asksName() {
        return merchants.merchants().isEmpty();
    }

    private boolean isOpen(String token) {
        return token.length() <= LONGEST_TOKEN && setup.isOpen(new SecretText(token));
    }

    private Response form(String token, Asked asked, Entered entered, @Nullable String problem) {
        boolean open = isOpen(token);
        return entry.pages.outside(
                open ? (problem == null ? 200 : 400) : 410,
                asked,
                entry.forms.code(SignInResource.SUBJECT),
                "setup.title",
                "console/setup.jte",
                view -> new SetupPage(
                        view,
                        open,
                        view.path("/console/setup/" + (open ? token : "")),
                        asksName(),
                        entered.email,
                        entered.name,
                        problem));
    }
}
