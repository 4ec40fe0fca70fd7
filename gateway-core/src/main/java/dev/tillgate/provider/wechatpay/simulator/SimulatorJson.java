package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.StrictJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ThreadLocalRandom;

/** JSON as WeChat writes and reads it. */
final class SimulatorJson {
    private static final DateTimeFormatter CHINA =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX").withZone(ZoneOffset.ofHours(8));

    private SimulatorJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Beijing time, to the second. */
    static String time(Instant instant) {
        return CHINA.format(instant);
    }

    /** A number of 28 digits, as WeChat's are. */
    static String number(String start, long millis) {
        return start
                + "%013d%011d".formatted(millis, ThreadLocalRandom.current().nextLong(100_000_000_000L));
    }

    static String time(long millis) {
        return time(Instant.ofEpochMilli(millis));
    }

    static ObjectNode read(byte[] body) {
        if (StrictJson.object(body) instanceof ObjectNode object) {
            return object;
        }
        throw wrong("body");
    }

    static String text(JsonNode node, String field) {
        String text = StrictJson.text(node, field);
        if (text == null) {
            throw wrong(field);
        }
        return text;
    }

    static long fen(JsonNode amount, String field) {
        Long fen = StrictJson.integer(amount, field);
        if (fen == null || fen < 1 || fen > Integer.MAX_VALUE) {
            throw wrong(field);
        }
        return fen;
    }

    static WireError wrong(String field) {
        return new WireError(400, "PARAM_ERROR", "wrong or missing: " + field);
    }
}
