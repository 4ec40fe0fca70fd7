package dev.tillgate.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.tillgate.money.Money;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The few columns that hold JSON: what is only shown, never searched or summed. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addMixIn(NextAction.class, TaggedNextAction.class)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantText()))
            // Whole numbers read back as long, however small, so that code never depends on their size.
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private static final ObjectReader NEXT_ACTION = MAPPER.readerFor(NextAction.class);
    private static final ObjectWriter TO_NEXT_ACTION = MAPPER.writerFor(NextAction.class);
    private static final ObjectReader LINES = MAPPER.readerFor(new TypeReference<List<Line>>() {});
    private static final ObjectReader FACTS = MAPPER.readerFor(new TypeReference<Map<String, Object>>() {});
    private static final ObjectReader INBOUND = MAPPER.readerFor(InboundRequest.class);
    private static final ObjectWriter WRITER = MAPPER.writer();

    private Json() {}

    static @Nullable String nextAction(@Nullable NextAction action) {
        return action == null ? null : write(TO_NEXT_ACTION, action);
    }

    static @Nullable NextAction nextAction(@Nullable String json) {
        return json == null ? null : Json.<NextAction>parse(NEXT_ACTION, json);
    }

    static @Nullable String lines(List<OrderLine> lines) {
        if (lines.isEmpty()) {
            return null;
        }
        return write(
                WRITER,
                lines.stream()
                        .map(line -> new Line(
                                line.name(), line.quantity(), line.total().minorUnits()))
                        .toList());
    }

    static List<OrderLine> lines(@Nullable String json, Currency currency) {
        if (json == null) {
            return List.of();
        }
        return Json.<List<Line>>parse(LINES, json).stream()
                .map(line -> new OrderLine(line.name(), line.quantity(), new Money(line.total(), currency)))
                .toList();
    }

    static String facts(Map<String, Object> facts) {
        return facts.isEmpty() ? "{}" : write(WRITER, facts);
    }

    static Map<String, Object> facts(String json) {
        return "{}".equals(json) ? Map.of() : parse(FACTS, json);
    }

    static String inbound(InboundRequest request) {
        return write(WRITER, request);
    }

    static InboundRequest inbound(String json) {
        return parse(INBOUND, json);
    }

    private static String write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be stored as JSON", e);
        }
    }

    private static <T> T parse(ObjectReader reader, String json) {
        try {
            return reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is damaged", e);
        }
    }

    /** An order line as stored; the currency is the order's. */
    private record Line(String name, int quantity, long total) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = NextAction.Redirect.class, name = "redirect"),
        @JsonSubTypes.Type(value = NextAction.Scan.class, name = "scan"),
        @JsonSubTypes.Type(value = NextAction.Transfer.class, name = "transfer"),
        @JsonSubTypes.Type(value = NextAction.SendCrypto.class, name = "send_crypto"),
        @JsonSubTypes.Type(value = NextAction.Invoke.class, name = "invoke"),
        @JsonSubTypes.Type(value = NextAction.Invoke.class, name = "invoke"),
        @JsonSubTypes.Type(value = NextAction.Await.class, name = "await")
    })
    private interface TaggedNextAction {}

    private static final class InstantText extends StdScalarDeserializer<Instant> {
        InstantText() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Instant.parse(parser.getText());
        }
    }
}
