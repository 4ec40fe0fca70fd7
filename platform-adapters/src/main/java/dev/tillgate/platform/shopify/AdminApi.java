package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shopify's Admin API. Each shop has a bucket of points that fills at a steady rate; how full it is stands in every
 * answer, so that we wait before we are refused (shopify.dev/docs/api/usage/limits, 2026-11-25).
 */
final class AdminApi {
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);
    /** More than our dearest document can cost; Shopify wants it to be there before it begins. */
    private static final long DEAR = 300;

    private final Settings settings;
    private final Tools tools;
    private final ShopifyTokens tokens;
    private final String door;
    private volatile @Nullable Bucket bucket;

    AdminApi(Settings settings, Tools tools, ShopifyTokens tokens) {
        this(settings, tools, tokens, "/admin/api/");
    }

    /** @param door where the API is asked, before its version: others of Shopify's work the same way */
    AdminApi(Settings settings, Tools tools, ShopifyTokens tokens, String door) {
        this.settings = settings;
        this.tools = tools;
        this.tokens = tokens;
        this.door = door;
    }

    /** Asks once; a token that has just become void is replaced first. */
    ApiAnswer ask(String document, ObjectNode variables) {
        Bucket known = bucket;
        Duration wait = known == null ? Duration.ZERO : known.wait(tools.clock().instant());
        if (wait.isPositive()) {
            return new ApiAnswer.NotNow("Shopify's limit is nearly reached", wait);
        }
        return switch (tokens.find(null)) {
            case ShopifyTokens.Found.None none -> none.why();
            case ShopifyTokens.Found.Token token -> {
                ApiAnswer first = ask(document, variables, token.value());
                yield first instanceof ApiAnswer.Closed closed
                                && closed.reason().equals(VOID)
                        ? again(document, variables, token.value())
                        : first;
            }
        };
    }

    private static final String VOID = "platform.shopify.revoked";

    private ApiAnswer again(String document, ObjectNode variables, String refused) {
        return switch (tokens.find(refused)) {
            case ShopifyTokens.Found.None none -> none.why();
            case ShopifyTokens.Found.Token token -> ask(document, variables, token.value());
        };
    }

    private ApiAnswer ask(String document, ObjectNode variables, String token) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("query", document);
        body.set("variables", variables);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Shopify-Access-Token", token);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        try {
            return read(tools.exchange()
                    .send(Ask.post(
                            "https://" + settings.get(Shopify.SHOP) + door
                                    + settings.getOr(Shopify.API_VERSION, "2026-10") + "/graphql.json",
                            headers,
                            body.toString().getBytes(StandardCharsets.UTF_8))));
        } catch (NotSentException notSent) {
            return new ApiAnswer.NotNow("Shopify was not reached", SOON);
        } catch (IOException lost) {
            return new ApiAnswer.Lost("no answer from Shopify", SOON);
        }
    }

    private ApiAnswer read(Answer answer) {
        return switch (answer.status()) {
            case 200 -> readBody(answer);
            case 401 -> new ApiAnswer.Closed(VOID);
            // 402: the shop is frozen because it has not paid Shopify; 423: locked by Shopify.
            case 402, 423 -> new ApiAnswer.Closed("platform.shopify.frozen");
            case 403 -> new ApiAnswer.Closed("platform.shopify.scopes");
            case 404 -> new ApiAnswer.Closed("platform.shopify.no_shop");
            case 429, 430 -> new ApiAnswer.NotNow("Shopify asks to be left alone for a while", wish(answer));
            default -> new ApiAnswer.Lost("Shopify answered HTTP " + answer.status(), SOON);
        };
    }

    private ApiAnswer readBody(Answer answer) {
        JsonNode body = StrictJson.object(answer.body());
        if (body == null) {
            return new ApiAnswer.Lost("what Shopify answered is not understood", SOON);
        }
        Bucket now =
                Bucket.of(body.path("extensions").path("cost"), tools.clock().instant());
        if (now != null) {
            bucket = now;
        }
        JsonNode errors = body.get("errors");
        if (errors != null && !(errors.isArray() && errors.isEmpty())) {
            return error(errors.path(0).path("extensions").path("code").asText(""), now);
        }
        JsonNode data = body.get("data");
        return data != null && data.isObject()
                ? new ApiAnswer.Data(data)
                : new ApiAnswer.Lost("what Shopify answered is not complete", SOON);
    }

    private ApiAnswer error(String code, @Nullable Bucket now) {
        return switch (code) {
            case "THROTTLED" -> {
                Duration wait = now == null ? MOMENT : now.wait(tools.clock().instant());
                yield new ApiAnswer.NotNow(
                        "Shopify asks to be left alone for a while", wait.isPositive() ? wait : MOMENT);
            }
            case "ACCESS_DENIED" -> new ApiAnswer.Closed("platform.shopify.scopes");
            case "SHOP_INACTIVE" -> new ApiAnswer.Closed("platform.shopify.frozen");
            default ->
                new ApiAnswer.Lost(
                        code.matches("[A-Z_]{1,60}") ? "Shopify says " + code : "Shopify says that it did not work",
                        SOON);
        };
    }

    private static Duration wish(Answer answer) {
        String wish = answer.header("retry-after");
        if (wish == null || !wish.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            return MOMENT;
        }
        int point = wish.indexOf('.');
        Duration whole =
                Duration.ofSeconds(Integer.parseInt(point < 0 ? wish : wish.substring(0, point)) + (point < 0 ? 0 : 1));
        return whole.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : whole.compareTo(MOMENT) < 0 ? MOMENT : whole;
    }

    /** How many thousandths of a point there were, how fast they come back, and when that was so. */
    private record Bucket(long milliPoints, long milliPointsPerSecond, Instant at) {
        static @Nullable Bucket of(JsonNode cost, Instant now) {
            JsonNode status = cost.path("throttleStatus");
            JsonNode available = status.path("currentlyAvailable");
            JsonNode rate = status.path("restoreRate");
            boolean sound = available.isNumber() && rate.isNumber() && rate.asInt() > 0;
            return sound ? new Bucket(available.asInt() * 1000L, rate.asInt() * 1000L, now) : null;
        }

        Duration wait(Instant now) {
            long passed = Math.max(0, Duration.between(at, now).toMillis());
            long missing = DEAR * 1000 - milliPoints - Math.min(passed, 3_600_000) * milliPointsPerSecond / 1000;
            return missing <= 0 ? Duration.ZERO : Duration.ofMillis(missing * 1000 / milliPointsPerSecond + 1);
        }
    }
}
