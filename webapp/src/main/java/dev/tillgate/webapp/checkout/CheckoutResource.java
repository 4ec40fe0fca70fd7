package dev.tillgate.webapp.checkout;

import dev.tillgate.chat.ChatOrigins;
import dev.tillgate.chat.ChatOrigins.Origin;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.webapp.page.FormGuard;
import dev.tillgate.webapp.page.LanguageChoice;
import dev.tillgate.webapp.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosted checkout's pages. Reading a page never changes anything; only {@code start} does, and it may be sent from
 * several tabs at once. Whatever is wrong with a link, the answer is the same calm page.
 */
@Path("/pay/{token}")
public final class CheckoutResource {

    private static final Logger LOG = LoggerFactory.getLogger(CheckoutResource.class);
    /** What the page may be asked to tell; anything else in the query is ignored. */
    private static final Set<String> SAYABLE = Set.of("unavailable", "busy", "stale", "already", "trouble");
    /** How long a payer who comes back waits for the truth before the page is shown without it. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(4);

    private static final String CHAT_COOKIE = "tillgate_chat";

    private final SignedLinks links;
    private final Cashier cashier;
    private final Pages pages;
    private final FormGuard forms;
    private final PageMaker maker;

    public CheckoutResource(SignedLinks links, Cashier cashier, Pages pages, FormGuard forms, PageMaker maker) {
        this.links = links;
        this.cashier = cashier;
        this.pages = pages;
        this.forms = forms;
        this.maker = maker;
    }

    /** The page, whatever state the payment is in. */
    @GET
    public Response page(
            @PathParam("token") String token,
            @QueryParam("said") @Nullable String said,
            @QueryParam(ChatOrigins.PARAMETER) @Nullable String chat,
            @QueryParam(LanguageChoice.PARAMETER) @Nullable String lang,
            @Context HttpHeaders headers) {
        Optional<PaymentView> view = view(token);
        if (view.isEmpty()) {
            return missing(lang, headers);
        }
        LanguageChoice language = language(view.get(), lang, headers);
        String known = said != null && SAYABLE.contains(said) ? said : null;
        PayPage page = maker.page(view.get(), token, language.language(), visit(known, chat, headers));
        return shown("checkout/pay.jte", page, language, chat);
    }

    /** The receipt, once there is something to confirm. */
    @GET
    @Path("receipt")
    public Response receipt(
            @PathParam("token") String token,
            @QueryParam(LanguageChoice.PARAMETER) @Nullable String lang,
            @Context HttpHeaders headers) {
        Optional<PaymentView> view = view(token);
        if (view.isEmpty()) {
            return missing(lang, headers);
        }
        LanguageChoice language = language(view.get(), lang, headers);
        PayPage page = maker.page(view.get(), token, language.language(), visit(null, null, headers));
        return page.screen() instanceof Screen.Paid
                ? shown("checkout/receipt.jte", page, language, null)
                : to("/pay/" + token);
    }

    /** Starts paying with the chosen method and goes where the payer has to go next. */
    @POST
    @Path("start")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response start(
            @PathParam("token") String token,
            @FormParam("method") @Nullable String method,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers,
            @Context HttpServletRequest http) {
        Optional<SignedLinks.Target> target = links.read(token);
        if (target.isEmpty()) {
            return missing(null, headers);
        }
        String payment = target.get().payment().value();
        if (!forms.accepts(headers, payment, code) || method == null || method.isBlank()) {
            return to("/pay/" + token + "?said=stale");
        }
        try {
            Payer payer = new Payer(null, http.getRemoteAddr());
            PaymentView view =
                    cashier.start(target.get().merchant(), target.get().payment(), method, payer);
            return to("/pay/" + token + (maker.redirect(view) == null ? "" : "/go"));
        } catch (NotPossible no) {
            return to("/pay/" + token + said(no.why()));
        } catch (RuntimeException unforeseen) {
            LOG.error("starting payment {} failed", payment, unforeseen);
            return to("/pay/" + token + "?said=trouble");
        }
    }

    /**
     * Takes the payer on to the provider's page. A page of our own in between, because a form may only lead to our own
     * addresses; and so the provider sees no trace of the link.
     */
    @GET
    @Path("go")
    public Response go(@PathParam("token") String token, @Context HttpHeaders headers) {
        Optional<PaymentView> view = view(token);
        if (view.isEmpty()) {
            return missing(null, headers);
        }
        String address = maker.redirect(view.get());
        if (address == null) {
            return to("/pay/" + token);
        }
        LanguageChoice language = language(view.get(), null, headers);
        PayPage page = maker.page(view.get(), token, language.language(), visit(null, null, headers));
        return pages.html(200, language.language(), "checkout/go.jte", new GoPage(page, address))
                .build();
    }

    /** Where the provider sends the payer back to: asks what became of it, then shows the page. */
    @GET
    @Path("return")
    public Response back(@PathParam("token") String token, @Context HttpHeaders headers) {
        Optional<SignedLinks.Target> target = links.read(token);
        if (target.isEmpty()) {
            return missing(null, headers);
        }
        look(target.get());
        return to("/pay/" + token);
    }

    /** Some providers send the payer back with a form; what it says is not believed either. */
    @POST
    @Path("return")
    public Response backByForm(@PathParam("token") String token, @Context HttpHeaders headers) {
        return back(token, headers);
    }

    /** For pages whose stream does not work: the number to compare, and the state's name. */
    @GET
    @Path("status")
    @Produces(MediaType.APPLICATION_JSON)
    public Response status(@PathParam("token") String token, @Context HttpHeaders headers) {
        Optional<PaymentView> view = view(token);
        if (view.isEmpty()) {
            return missing(null, headers);
        }
        Map<String, Object> status = Map.of(
                "sequence", view.get().order().lastSequence(),
                "state", maker.screen(view.get(), Occasion.UNKNOWN).state());
        return pages.protect(Response.ok(status, MediaType.APPLICATION_JSON)).build();
    }

    private Optional<PaymentView> view(String token) {
        return links.read(token).flatMap(target -> cashier.view(target.merchant(), target.payment()));
    }

    private void look(SignedLinks.Target target) {
        CountDownLatch looked = new CountDownLatch(1);
        // Apart from this thread: a slow provider must not keep the payer before an empty window.
        Thread.ofVirtual().name("look").start(() -> {
            try {
                cashier.look(target.merchant(), target.payment());
            } catch (NotPossible gone) {
                LOG.debug("nothing to look at: {}", target.payment());
            } catch (RuntimeException unforeseen) {
                LOG.warn("looking at payment {} failed", target.payment(), unforeseen);
            } finally {
                looked.countDown();
            }
        });
        try {
            looked.await(LONGEST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static String said(NotPossible.Why why) {
        return switch (why) {
            case ALREADY_PAID -> "?said=already";
            case METHOD_UNAVAILABLE, INVALID, UNSUPPORTED -> "?said=unavailable";
            case TOO_MANY -> "?said=busy";
            // The page itself shows why.
            case IN_DOUBT, WRONG_STATE, NOT_FOUND, EXCEEDS -> "";
        };
    }

    private static LanguageChoice language(PaymentView view, @Nullable String lang, HttpHeaders headers) {
        return LanguageChoice.of(lang, view.order().buyer().locale(), headers);
    }

    private Response shown(String template, PayPage page, LanguageChoice language, @Nullable String chat) {
        Response.ResponseBuilder answer = pages.html(200, language.language(), template, page);
        Origin origin = page.origin();
        if (chat != null && origin != null && origin.fromThere()) {
            // The way back from the provider does not carry it.
            answer.cookie(new NewCookie.Builder(CHAT_COOKIE)
                    .value(chat)
                    .path(page.link())
                    .httpOnly(true)
                    .secure(pages.isSecure())
                    .sameSite(NewCookie.SameSite.LAX)
                    .build());
        }
        return (language.switched() ? answer.cookie(language.cookie(pages)) : answer).build();
    }

    private static Visit visit(@Nullable String said, @Nullable String chat, HttpHeaders headers) {
        Cookie kept = headers.getCookies().get(CHAT_COOKIE);
        return new Visit(said, chat == null && kept != null ? kept.getValue() : chat, Visit.occasion(headers));
    }

    private Response missing(@Nullable String lang, HttpHeaders headers) {
        LanguageChoice language = LanguageChoice.of(lang, null, headers);
        return pages.html(404, language.language(), "checkout/missing.jte", maker.frameOfMissing(language.language()))
                .build();
    }

    private Response to(String path) {
        return pages.protect(Response.seeOther(URI.create(pages.path(path)))).build();
    }
}
