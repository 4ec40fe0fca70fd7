package dev.tillgate.webapp.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/**
 * Turns templates into answers that are safe by default: a strict content security policy (nothing from elsewhere,
 * nothing inline), no referrer, no framing, no sniffing, no storing.
 */
public final class Pages {

    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'");
    private static final String YEAR = "max-age=31536000";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "dev.tillgate.webapp.templates");
    private final Assets assets;
    private final String base;
    private final boolean secure;

    /** @param publicUrl the address under which browsers reach the gateway; may have a path */
    public Pages(URI publicUrl, Assets assets) {
        String path = publicUrl.getPath() == null ? "" : publicUrl.getPath();
        this.base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.secure = "https".equals(publicUrl.getScheme());
        this.assets = assets;
    }

    /** What a page's head and frame need. {@code styles} and {@code scripts} are names of assets. */
    public Frame frame(Texts texts, String title, List<String> styles, List<String> scripts) {
        return new Frame(this, texts, title, styles, scripts);
    }

    /** The path of one of our own addresses, such as {@code /pay/…}, as browsers must ask for it. */
    public String path(String path) {
        return base + path;
    }

    /** The path of an asset, for {@code link} and {@code script}. */
    public String asset(String name) {
        return base + assets.path(name);
    }

    /** Whether browsers reach us by HTTPS only: cookies are then marked secure. */
    public boolean isSecure() {
        return secure;
    }

    /**
     * Renders a template with one parameter.
     *
     * @param template its file below {@code src/main/jte}, such as {@code checkout/pay.jte}
     */
    public Response.ResponseBuilder html(int status, Language language, String template, Object model) {
        StringOutput output = new StringOutput(16_384);
        templates.render(template, model, output);
        Response.ResponseBuilder answer = Response.status(status)
                .entity(output.toString())
                .type("text/html;charset=utf-8")
                .header("Content-Language", language.tag());
        return protect(answer);
    }

    /** Puts the headers of every page on an answer that is not rendered here, such as a redirect. */
    public Response.ResponseBuilder protect(Response.ResponseBuilder answer) {
        answer.header("Content-Security-Policy", POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("X-Robots-Tag", "noindex, nofollow")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
                .header("Cache-Control", "no-store");
        return secure ? answer.header("Strict-Transport-Security", YEAR) : answer;
    }
}
