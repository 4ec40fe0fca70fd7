package dev.tillgate.webapp.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.webapp.page.Assets;
import dev.tillgate.webapp.page.Language;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The script that shops put on their pages, under an address that never changes, and its texts. */
@Path("/chat")
public final class ChatWidgetResource {
    private static final String FOR_AN_HOUR = "public, max-age=3600";

    private final byte[] script;
    private final String version;
    private final Map<Language, String> texts = new EnumMap<>(Language.class);

    public ChatWidgetResource(ChatTexts words) {
        Assets assets = new Assets(List.of("chat-widget.js"));
        this.script = assets.content("chat-widget.js");
        this.version = assets.path("chat-widget.js").split("/")[2];
        for (Language language : Language.values()) {
            try {
                texts.put(language, JsonMapper.builder().build().writeValueAsString(words.widget(language)));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException("texts can always be written", impossible);
            }
        }
    }

    @GET
    @Path("widget.js")
    public Response script() {
        return open(Response.ok(script, "text/javascript;charset=utf-8"))
                .tag(version)
                .build();
    }

    @GET
    @Path("texts/{language}")
    public Response texts(@PathParam("language") String language) {
        String found = Language.of(language).map(texts::get).orElseThrow(NotFoundException::new);
        return open(Response.ok(found, "application/json")).build();
    }

    /** For every page that wants it. */
    private static Response.ResponseBuilder open(Response.ResponseBuilder answer) {
        return answer.header("Access-Control-Allow-Origin", "*")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", FOR_AN_HOUR);
    }
}
