package dev.tillgate.webapp.console;

import dev.tillgate.webapp.page.Language;
import dev.tillgate.webapp.page.LanguageChoice;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.page.Texts;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the console's pages together. */
final class ConsolePages {
    private static final List<String> STYLES = List.of("shell.css", "console.css");

    private final Pages pages;
    private final Gate gate;
    private final MessageBundle bundle = MessageBundle.nextTo(ConsolePages.class);

    ConsolePages(Pages pages, Gate gate) {
        this.pages = pages;
        this.gate = gate;
    }

    /** What a request says of the page it wants: its language, and what has just happened. */
    record Asked(
            HttpHeaders headers,
            @Nullable String language,
            @Nullable String said) {
        static Asked of(HttpHeaders headers, UriInfo uri) {
            return new Asked(
                    headers,
                    uri.getQueryParameters().getFirst(LanguageChoice.PARAMETER),
                    uri.getQueryParameters().getFirst("said"));
        }

        /** The same, with something else to say. */
        Asked saying(String key) {
            return new Asked(headers, language, key);
        }
    }

    /**
     * A page for somebody who is logged in.
     *
     * @param section one of {@link View#SECTIONS}
     * @param title key of the title
     * @param model makes the template's parameter
     */
    Response show(
            Asked asked,
            Operator operator,
            String section,
            String title,
            String template,
            Function<View, Object> model) {
        return render(200, asked, new Place(operator, section, gate.code(operator)), title, template, model);
    }

    /** A page of the stores' section with another status: what was entered cannot be taken. */
    Response show(
            int status, Asked asked, Operator operator, String title, String template, Function<View, Object> model) {
        return render(status, asked, new Place(operator, "stores", gate.code(operator)), title, template, model);
    }

    /** A page before the log-in; {@code code} is its form's hidden field. */
    Response outside(
            int status, Asked asked, String code, String title, String template, Function<View, Object> model) {
        return render(status, asked, new Place(null, "", code), title, template, model);
    }

    /** A file to be kept, with the headers of a page. */
    Response file(String name, String type, Object content) {
        return pages.protect(Response.ok(content, type))
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
                .build();
    }

    /** The view of a document that is no page, in a language of its own. */
    View view(Operator operator, Language language) {
        return new View(pages.frame(bundle.in(language), "", List.of(), List.of()), operator, "", "", null);
    }

    /** There is no such thing here. */
    Response missing(Asked asked, Operator operator) {
        return render(
                404,
                asked,
                new Place(operator, "", gate.code(operator)),
                "missing.title",
                "console/missing.jte",
                v -> v);
    }

    private record Place(@Nullable Operator operator, String section, String code) {}

    private Response render(
            int status, Asked asked, Place place, String title, String template, Function<View, Object> model) {
        LanguageChoice choice = LanguageChoice.of(asked.language(), null, asked.headers());
        Language language = choice.language();
        Texts texts = bundle.in(language);
        String said = asked.said() == null || !isKnown(texts, asked.said()) ? null : asked.said();
        View view = new View(
                pages.frame(texts, texts.get(title) + " · " + texts.get("console"), STYLES, List.of()),
                place.operator,
                place.section,
                place.code,
                said);
        Response.ResponseBuilder answer = pages.html(status, language, template, model.apply(view));
        return (choice.switched() ? answer.cookie(choice.cookie(pages)) : answer).build();
    }

    private static boolean isKnown(Texts texts, String said) {
        return texts.has("said." + said) || texts.has("said." + said + ".bad");
    }
}
