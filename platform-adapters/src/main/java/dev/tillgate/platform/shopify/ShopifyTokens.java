package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.platform.Drawer;
import dev.tillgate.platform.Drawer.Kept;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens of the app in one shop. They are kept in the drawer, so that all nodes use one, and renewed by one of
 * them: two refreshes at once would make the second token void. Three ways lead to a token: the embedded page's session
 * token exchanged, its refresh token, and the app's own credentials where app and shop belong to one organization.
 */
final class ShopifyTokens {
    static final String NAME = "token";
    private static final Duration LEASE = Duration.ofSeconds(40);
    private static final Duration EARLY = Duration.ofMinutes(2);
    private static final Duration MOMENT = Duration.ofSeconds(3);
    private static final Duration LONGER = Duration.ofSeconds(30);
    private static final long LONGEST_SECONDS = 10_000_000;
    private static final String TOKEN = "[!-~]{1,1500}";

    private final Settings settings;
    private final Tools tools;

    ShopifyTokens(Settings settings, Tools tools) {
        this.settings = settings;
        this.tools = tools;
    }

    /** A token to ask with, or why there is none. */
    sealed interface Found {
        record Token(String value) implements Found {
            /** Without the value. */
            @Override
            public String toString() {
                return "Token";
            }
        }

        record None(ApiAnswer why) implements Found {}
    }

    /** @param refused a token that Shopify has just refused, or null */
    Found find(@Nullable String refused) {
        Optional<Held> held = held();
        if (held.isPresent() && isGood(held.get(), refused)) {
            return new Found.Token(held.get().access());
        }
        if (!tools.drawer().claim(NAME, LEASE)) {
            // While somebody renews it early, the old one still serves.
            return held.filter(old -> lasts(old, refused, Duration.ofSeconds(5)))
                    .<Found>map(old -> new Found.Token(old.access()))
                    .orElseGet(() -> new Found.None(new ApiAnswer.NotNow("an access token is being renewed", MOMENT)));
        }
        // Another node may have renewed it between the look and the claim.
        Optional<Held> now = held();
        if (now.isPresent() && isGood(now.get(), refused)) {
            keep(now.get());
            return new Found.Token(now.get().access());
        }
        return renew(now.map(Held::refresh).orElse(null));
    }

    /** Takes the token that belongs to a merchant's visit of the embedded page. */
    Found exchange(String sessionToken) {
        ObjectNode body = body("urn:ietf:params:oauth:grant-type:token-exchange")
                .put("subject_token", sessionToken)
                .put("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
                .put("requested_token_type", "urn:shopify:params:oauth:token-type:offline-access-token")
                .put("expiring", "1");
        if (!tools.drawer().claim(NAME, LEASE)) {
            return new Found.None(new ApiAnswer.NotNow("an access token is being renewed", MOMENT));
        }
        return ask(body);
    }

    /** Takes the token that belongs to a merchant's consent at Shopify. */
    Found authorize(String code) {
        if (!tools.drawer().claim(NAME, LEASE)) {
            return new Found.None(new ApiAnswer.NotNow("an access token is being renewed", MOMENT));
        }
        return ask(JsonNodeFactory.instance
                .objectNode()
                .put("client_id", settings.get(Shopify.CLIENT_ID))
                .put("client_secret", settings.get(Shopify.CLIENT_SECRET))
                .put("code", code)
                .put("expiring", "1"));
    }

    private Found renew(@Nullable String refreshToken) {
        if (refreshToken != null) {
            Found refreshed = ask(body("refresh_token").put("refresh_token", refreshToken));
            boolean refused = refreshed instanceof Found.None none && none.why() instanceof ApiAnswer.Closed;
            if (!refused) {
                return refreshed;
            }
        }
        return ask(body("client_credentials"));
    }

    private Found ask(ObjectNode body) {
        Instant asked = tools.clock().instant();
        Answer answer;
        try {
            answer = tools.exchange()
                    .send(Ask.post(
                            "https://" + settings.get(Shopify.SHOP) + "/admin/oauth/access_token",
                            Map.of("Content-Type", "application/json", "Accept", "application/json"),
                            body.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException away) {
            return notNow("no answer to the request for an access token");
        }
        JsonNode read = StrictJson.object(answer.body());
        if (answer.status() == 200 && read != null) {
            return taken(read, asked);
        }
        boolean refused = (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) && read != null;
        if (refused) {
            return closed("platform.shopify.revoked");
        }
        return answer.status() == 404
                ? closed("platform.shopify.no_shop")
                : notNow("no access token: HTTP " + answer.status());
    }

    private Found taken(JsonNode read, Instant asked) {
        String access = StrictJson.text(read, "access_token");
        Long seconds = StrictJson.integer(read, "expires_in");
        String refresh = StrictJson.text(read, "refresh_token");
        if (access == null || !access.matches(TOKEN) || (refresh != null && !refresh.matches(TOKEN))) {
            return notNow("the answer to the request for an access token is not understood");
        }
        Instant until = seconds == null ? null : asked.plusSeconds(Math.min(seconds, LONGEST_SECONDS));
        keep(new Held(access, refresh, until));
        return new Found.Token(access);
    }

    private Found notNow(String why) {
        release();
        return new Found.None(new ApiAnswer.NotNow(why, LONGER));
    }

    private Found closed(String reason) {
        release();
        return new Found.None(new ApiAnswer.Closed(reason));
    }

    /** Ends the claim; what was kept stays. */
    private void release() {
        Drawer drawer = tools.drawer();
        Optional<Kept> kept = drawer.read(NAME);
        drawer.put(
                NAME,
                kept.map(Kept::value).orElse("{}"),
                kept.map(Kept::expiresAt).orElse(null));
    }

    private boolean isGood(Held held, @Nullable String refused) {
        return lasts(held, refused, EARLY);
    }

    private boolean lasts(Held held, @Nullable String refused, Duration atLeast) {
        Instant until = held.until();
        return !held.access().equals(refused)
                && (until == null || until.minus(atLeast).isAfter(tools.clock().instant()));
    }

    private Optional<Held> held() {
        return tools.drawer().read(NAME).flatMap(kept -> {
            JsonNode read = StrictJson.object(kept.value().getBytes(StandardCharsets.UTF_8));
            String access = read == null ? null : StrictJson.text(read, "access");
            return read == null || access == null
                    ? Optional.empty()
                    : Optional.of(new Held(access, StrictJson.text(read, "refresh"), kept.expiresAt()));
        });
    }

    private void keep(Held held) {
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("access", held.access());
        if (held.refresh() != null) {
            value.put("refresh", held.refresh());
        }
        tools.drawer().put(NAME, value.toString(), held.until());
    }

    private ObjectNode body(String grant) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("client_id", settings.get(Shopify.CLIENT_ID))
                .put("client_secret", settings.get(Shopify.CLIENT_SECRET))
                .put("grant_type", grant);
    }

    private record Held(
            String access,
            @Nullable String refresh,
            @Nullable Instant until) {
        /** Without the tokens. */
        @Override
        public String toString() {
            return "Held until " + until;
        }
    }
}
