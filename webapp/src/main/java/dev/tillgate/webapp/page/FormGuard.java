package dev.tillgate.webapp.page;

import dev.tillgate.vault.Vault;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Lets through only forms that our own page sent: the browser must say so (as far as it says anything), and the form
 * must carry the code that was put on the page for the same subject.
 */
public final class FormGuard {

    private static final String PURPOSE = "page-form";

    private final Vault vault;
    private final String origin;

    /** @param publicUrl the address under which browsers reach the gateway */
    public FormGuard(Vault vault, URI publicUrl) {
        this.vault = vault;
        this.origin = publicUrl.getScheme() + "://" + publicUrl.getAuthority();
    }

    /**
     * The code for a hidden field of a form.
     *
     * @param subject whom or what the form acts for, such as a payment or a console session
     */
    public String code(String subject) {
        return vault.mac(PURPOSE, subject);
    }

    /** Whether a received form was sent by our page for this subject. */
    public boolean accepts(HttpHeaders headers, String subject, @Nullable String code) {
        return isFromOurPage(headers) && code != null && vault.isMac(PURPOSE, subject, code);
    }

    private boolean isFromOurPage(HttpHeaders headers) {
        String site = headers.getHeaderString("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin")) {
            return false;
        }
        String from = headers.getHeaderString("Origin");
        // Under "no-referrer" browsers send "null" even for the page's own forms; the code decides then.
        return from == null || from.equals("null") || from.equals(origin);
    }
}
