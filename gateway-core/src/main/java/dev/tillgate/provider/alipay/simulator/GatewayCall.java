package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Form;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A request to {@code /gateway.do}, whose fields may be in the address, in the body, or in both.
 *
 * @param content what {@code biz_content} says, deciphered
 */
record GatewayCall(Map<String, String> fields, JsonNode content) {
    static Map<String, String> fields(InboundRequest request) {
        Map<String, String> fields = new HashMap<>(Form.read(request.query()));
        Form.read(new String(request.body(), StandardCharsets.UTF_8)).forEach(fields::putIfAbsent);
        return fields;
    }

    String method() {
        return field("method");
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** A text of the content; empty when there is none. */
    String text(String name) {
        return content.path(name).asText("");
    }
}
