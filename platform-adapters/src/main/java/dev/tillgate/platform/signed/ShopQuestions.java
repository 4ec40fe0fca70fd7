package dev.tillgate.platform.signed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.signed.ShopAnswer.Believe;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks a shop something and says what its answer is worth. */
final class ShopQuestions {
    /** An order with a hundred lines is a tenth of this. */
    static final int MOST_ANSWER_BYTES = 256 * 1024;

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Set<Integer> NOT_NOW = Set.of(408, 423, 425, 429, 503);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<List<String>> addresses;
    private final PlatformType.Tools tools;
    private final String store;

    ShopQuestions(Supplier<List<String>> addresses, PlatformType.Tools tools) {
        this.addresses = addresses;
        this.tools = tools;
        // The inbound address ends with the store's id.
        this.store = tools.address().substring(tools.address().lastIndexOf('/') + 1);
    }

    Instant now() {
        return tools.clock().instant();
    }

    /** The first address that answers well decides; when none does, the first one's trouble. */
    ShopAnswer ask(String type, Map<String, String> question, Believe believe) {
        ShopAnswer first = null;
        for (String address : addresses.get()) {
            ShopAnswer answer = askAt(address, type, question, believe);
            if (answer instanceof ShopAnswer.Said || answer instanceof ShopAnswer.Missing) {
                return answer;
            }
            first = first == null ? answer : first;
        }
        return first == null ? new ShopAnswer.No(ShopAnswer.NO_ADDRESS, Map.of()) : first;
    }

    private ShopAnswer askAt(String address, String type, Map<String, String> question, Believe believe) {
        String id = TimeOrderedId.next("msg");
        Map<String, String> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("type", type);
        body.put("store_id", store);
        body.putAll(question);
        Exchange.Answer answer;
        try {
            answer = tools.exchange().send(tools.signature().sign(address, id, JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a question holds text only", impossible);
        } catch (IOException lost) {
            return new ShopAnswer.Trouble("no answer: " + lost.getClass().getSimpleName(), SOON);
        }
        JsonNode json = answer.body().length > MOST_ANSWER_BYTES ? null : Utf8Json.object(answer.body());
        ShopAnswer refused = refused(answer, json);
        if (refused != null) {
            return refused;
        }
        return json == null
                ? new ShopAnswer.Trouble("the answer is not JSON", SOON)
                : believed(new Heard(address, id, answer, json), believe);
    }

    private record Heard(String address, String id, Exchange.Answer answer, JsonNode json) {}

    /** What the status alone says, or null when the body counts. */
    private @Nullable ShopAnswer refused(Exchange.Answer answer, @Nullable JsonNode json) {
        int status = answer.status();
        if (status == 200 || (status == 404 && json != null && isMissing(json))) {
            return null;
        }
        if (NOT_NOW.contains(status) || status >= 500) {
            return new ShopAnswer.Trouble("the shop answers " + status, pause(answer));
        }
        String reason = status == 401 || status == 403 ? ShopAnswer.DENIED : ShopAnswer.NOT_FOUND;
        return new ShopAnswer.No(reason, Map.of("status", Integer.toString(status)));
    }

    private static boolean isMissing(JsonNode json) {
        return "missing".equals(StrictJson.text(json, "state"));
    }

    private ShopAnswer believed(Heard heard, Believe believe) {
        ShopAnswer.Said said = new ShopAnswer.Said(heard.address(), heard.json());
        boolean claims = heard.answer().header("webhook-signature") != null;
        boolean signed = claims && tools.signature().signed(heard.answer());
        boolean https = heard.address().toLowerCase(Locale.ROOT).startsWith("https://");
        if (!signed && (claims || !https || believe == Believe.SIGNED)) {
            return new ShopAnswer.No(ShopAnswer.SIGNATURE, Map.of(), said);
        }
        if (signed && !heard.id().equals(heard.answer().header("webhook-id"))) {
            return new ShopAnswer.Trouble("the answer belongs to another question", SOON);
        }
        return heard.answer().status() == 404 ? new ShopAnswer.Missing(heard.address()) : said;
    }

    /** What the shop asks for, within reason. */
    private Duration pause(Exchange.Answer answer) {
        String wanted = answer.header("retry-after");
        if (wanted == null) {
            return SOON;
        }
        Duration pause = SOON;
        if (wanted.matches("[0-9]{1,9}")) {
            pause = Duration.ofSeconds(Long.parseLong(wanted));
        } else {
            try {
                Instant until = ZonedDateTime.parse(wanted, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                pause = Duration.between(now(), until);
            } catch (DateTimeException unreadable) {
                return SOON;
            }
        }
        if (pause.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }
}
