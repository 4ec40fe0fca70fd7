package dev.tillgate.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.flow.shop.ShopMessage.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The columns of shops' tables that hold JSON. */
final class ShopJson {
    private static final int LONGEST = 1000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Entry>> ENTRIES = new TypeReference<>() {};

    private ShopJson() {}

    /** Parameters of a message; those that do not fit any more are left out, whole. */
    static @Nullable String details(Map<String, String> details) {
        TreeMap<String, String> left = new TreeMap<>(details);
        while (!left.isEmpty()) {
            String text = write(left);
            if (text.length() <= LONGEST) {
                return text;
            }
            left.pollLastEntry();
        }
        return null;
    }

    static Map<String, String> details(@Nullable String json) {
        return json == null ? Map.of() : read(json, TEXTS);
    }

    static String told(List<Told> told) {
        return write(told.stream()
                .map(one -> new Entry(
                        one.kind(),
                        one.reference(),
                        one.occurredAt() == null ? null : one.occurredAt().toString()))
                .toList());
    }

    static List<Told> told(String json) {
        List<Told> told = new ArrayList<>();
        for (Entry one : read(json, ENTRIES)) {
            told.add(new Told(one.kind, one.reference, one.at == null ? null : Instant.parse(one.at)));
        }
        return told;
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("texts are always JSON", impossible);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("stored JSON is damaged", damaged);
        }
    }

    record Entry(
            String kind,
            @Nullable String reference,
            @Nullable String at) {}
}
