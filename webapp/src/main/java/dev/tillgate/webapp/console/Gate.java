package dev.tillgate.webapp.console;

import dev.tillgate.merchant.SecretText;
import dev.tillgate.webapp.page.FormGuard;
import dev.tillgate.webapp.page.Pages;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stands before every page of the console: only who is logged in passes, and only forms that our own pages sent. */
final class Gate {
    private static final String COOKIE = "tillgate_console";
    private static final int LONGEST_COOKIE = 200;

    private final LogIn logIn;
    private final FormGuard forms;
    private final Pages pages;

    Gate(LogIn logIn, FormGuard forms, Pages pages) {
        this.logIn = logIn;
        this.forms = forms;
        this.pages = pages;
    }

    /** Shows a page to whoever is logged in; sends everybody else to log in. */
    Response page(HttpHeaders headers, Function<Operator, Response> answer) {
        return operator(headers).map(answer).orElseGet(() -> to("/console/login"));
    }

    /** Takes a form from whoever is logged in, if our own page sent it. */
    Response form(HttpHeaders headers, @Nullable String code, Function<Operator, Response> answer) {
        return page(
                headers,
                operator -> forms.accepts(headers, operator.formSubject(), code)
                        ? answer.apply(operator)
                        : to("/console?said=stale"));
    }

    /** The hidden field of every form on this person's pages. */
    String code(Operator operator) {
        return forms.code(operator.formSubject());
    }

    Optional<Operator> operator(HttpHeaders headers) {
        Cookie cookie = headers.getCookies().get(COOKIE);
        return cookie == null
                        || cookie.getValue().isEmpty()
                        || cookie.getValue().length() > LONGEST_COOKIE
                ? Optional.empty()
                : logIn.operator(new SecretText(cookie.getValue()));
    }

    Response to(String path) {
        return pages.protect(Response.seeOther(URI.create(pages.path(path)))).build();
    }

    /** To a page, with the cookie of a new session, or an empty one that takes the browser's away. */
    Response to(String path, Optional<SecretText> session) {
        NewCookie cookie = new NewCookie.Builder(COOKIE)
                .value(session.map(SecretText::value).orElse(""))
                .path(pages.path("/console"))
                .maxAge(session.isPresent() ? NewCookie.DEFAULT_MAX_AGE : 0)
                .httpOnly(true)
                .secure(pages.isSecure())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
        return pages.protect(Response.seeOther(URI.create(pages.path(path))))
                .cookie(cookie)
                .build();
    }
}
