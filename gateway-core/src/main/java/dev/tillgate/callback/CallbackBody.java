package dev.tillgate.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.flow.Event;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a callback says: JSON made from the event alone, so that every try, also days later or by another node, sends
 * the same bytes.
 */
final class CallbackBody {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private CallbackBody() {}

    static byte[] of(Event event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", event.id().value());
        body.put("type", event.type().code());
        body.put("created_at", time(event.createdAt()));
        body.put("sequence", event.sequence());
        body.put("store_id", event.store().value());
        body.put("order_id", event.order().value());
        body.put("payment_id", event.payment().value());
        // By name: a map that was stored and read again may have another order.
        body.put("data", new TreeMap<>(event.data()));
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an event holds text, numbers and booleans only", impossible);
        }
    }

    private static String time(Instant instant) {
        return TIME.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }
}
