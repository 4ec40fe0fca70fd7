package dev.tillgate.webapp.page;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which language a page is in: what the reader switched to (now or before), else what the order or account says, else
 * what the browser asks for, else English.
 *
 * @param switched whether the reader switched just now, so that it must be remembered
 */
public record LanguageChoice(Language language, boolean switched) {

    /** Name of the query parameter and of the cookie that remembers it. */
    public static final String PARAMETER = "lang";

    private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;

    /**
     * @param asked the query parameter
     * @param preferred BCP 47 tag of the order or account
     */
    public static LanguageChoice of(@Nullable String asked, @Nullable String preferred, HttpHeaders headers) {
        Optional<Language> now = Language.of(asked);
        if (now.isPresent()) {
            return new LanguageChoice(now.get(), true);
        }
        Cookie remembered = headers.getCookies().get(PARAMETER);
        Language language = Language.of(remembered == null ? null : remembered.getValue())
                .or(() -> Language.of(preferred))
                .or(() -> Language.accepted(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)))
                .orElse(Language.EN);
        return new LanguageChoice(language, false);
    }

    /** The cookie that remembers a switch. */
    public NewCookie cookie(Pages pages) {
        return new NewCookie.Builder(PARAMETER)
                .value(language.tag())
                .path(pages.path("/"))
                .maxAge(YEAR_SECONDS)
                .httpOnly(true)
                .secure(pages.isSecure())
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
