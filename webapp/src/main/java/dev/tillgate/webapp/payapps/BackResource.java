package dev.tillgate.webapp.payapps;

import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.platform.AnswerSessions;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.webapp.api.Rates;
import dev.tillgate.webapp.page.LanguageChoice;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.page.SafeLink;
import dev.tillgate.webapp.page.Texts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a buyer on to where the shop's platform wants to see them, which it says when it is told that they have paid.
 * Until then a page waits and asks again by itself; it never leads a buyer who has paid to another try.
 */
@Path(BackLinks.PATH + "{store}/{token}")
public final class BackResource {
    private static final Logger LOG = LoggerFactory.getLogger(BackResource.class);
    private static final long PATIENCE_MS = 4_000;
    /** After so many the page asks again, with or without a script. */
    private static final int SECONDS = 5;

    private final BackLinks links;
    private final Connections connections;
    private final GuardBook guards;
    private final AnswerSessions answers;
    private final Pages pages;
    private final MessageBundle messages = MessageBundle.nextTo(BackResource.class);
    /** By buyer's address: asking may cost a call of the platform. */
    private final Rates rates = new Rates(1, 20, System::nanoTime);

    BackResource(BackLinks links, Connections connections, GuardBook guards, AnswerSessions answers, Pages pages) {
        this.links = links;
        this.connections = connections;
        this.guards = guards;
        this.answers = answers;
        this.pages = pages;
    }

    @GET
    public Response back(
            @PathParam("store") String store,
            @PathParam("token") String token,
            @QueryParam(LanguageChoice.PARAMETER) @Nullable String lang,
            @Context HttpServletRequest http,
            @Context HttpHeaders headers) {
        rates.take(http.getRemoteAddr());
        Optional<BackLinks.Target> target = links.read(store, token);
        Optional<Connected> shop = target.flatMap(known -> connections.find(known.store()));
        if (target.isEmpty() || shop.isEmpty()) {
            return pages.protect(Response.status(404)).build();
        }
        String address = onward(shop.get(), target.get().reference());
        return address == null
                ? waiting(shop.get(), target.get().reference(), lang, headers)
                : pages.protect(Response.seeOther(URI.create(address))).build();
    }

    /** Apart from this thread: a slow platform must not keep the buyer before an empty window. */
    private @Nullable String onward(Connected shop, String reference) {
        CompletableFuture<Optional<String>> found = new CompletableFuture<>();
        Thread.ofVirtual().name("onward").start(() -> {
            try {
                found.complete(answers.onward(shop, reference));
            } catch (RuntimeException unforeseen) {
                LOG.warn("a buyer of {} cannot go on yet: {}", shop.store(), unforeseen.toString());
                found.complete(Optional.empty());
            }
        });
        try {
            return SafeLink.web(found.get(PATIENCE_MS, TimeUnit.MILLISECONDS).orElse(null));
        } catch (TimeoutException | ExecutionException later) {
            return null;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private Response waiting(Connected shop, String reference, @Nullable String lang, HttpHeaders headers) {
        String locale = guards.file(shop.merchant(), shop.store(), reference)
                .map(file -> file.order().buyer().locale())
                .orElse(null);
        LanguageChoice language = LanguageChoice.of(lang, locale, headers);
        Texts texts = messages.in(language.language());
        return pages.html(
                        200,
                        language.language(),
                        "payapps/wait.jte",
                        pages.frame(texts, texts.get("onward.title"), List.of("checkout.css"), List.of()))
                .header("Refresh", SECONDS)
                .build();
    }
}
