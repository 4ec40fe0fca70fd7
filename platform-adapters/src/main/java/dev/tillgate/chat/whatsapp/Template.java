package dev.tillgate.chat.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Outgoing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A message that Meta has approved, with three places: the shop's order, the amount, and how it stands
 * (<a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview">templates</a>,
 * checked 2026-11-25). Such as: "Order {{1}} over {{2}}: {{3}}. Answer here if you have a question."
 */
record Template(String name, String language) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PLACES = 3;
    private static final int LONGEST_PLACE = 300;
    private static final Pattern PLACE = Pattern.compile("\\{\\{[^{}]+}}");
    /** Meta refuses line breaks, tabs and more than four spaces in a place. */
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    /** What the message says of a payment, or nothing when it is about none. */
    Optional<ObjectNode> message(String conversation, Outgoing message) {
        return card(message.source()).map(card -> {
            ObjectNode body = Composer.addressed(conversation).put("type", "template");
            ObjectNode template = body.putObject("template").put("name", name);
            template.putObject("language").put("code", language);
            ArrayNode places = template.putArray("components")
                    .addObject()
                    .put("type", "body")
                    .putArray("parameters");
            String state =
                    card.path("status_text").asText() + " " + card.path("link").asText();
            for (String place : List.of(
                    card.path("order").asText(), card.path("amount_text").asText(), state)) {
                places.addObject().put("type", "text").put("text", place(place));
            }
            return body;
        });
    }

    private static String place(String text) {
        String flat = SPACE.matcher(text).replaceAll(" ").strip();
        String shown = flat.isEmpty() ? "–" : flat;
        return shown.length() <= LONGEST_PLACE ? shown : shown.substring(0, LONGEST_PLACE - 1) + "…";
    }

    /** The pay card in the message's source. */
    private static Optional<JsonNode> card(String source) {
        try {
            JsonNode last = null;
            for (JsonNode one : JSON.readTree(source)) {
                last = one.has("payment") && one.has("status_text") ? one : last;
            }
            return Optional.ofNullable(last);
        } catch (IOException notOurs) {
            return Optional.empty();
        }
    }

    /** Whether Meta's record of it is approved and has our places in its body and no others. */
    boolean fits(JsonNode record) {
        int inBody = 0;
        int elsewhere = 0;
        for (JsonNode component : record.path("components")) {
            boolean body = component.path("type").asText().equals("BODY");
            int places = places(component);
            inBody += body ? places : 0;
            elsewhere += body ? 0 : places;
        }
        return record.path("status").asText().equals("APPROVED") && inBody == PLACES && elsewhere == 0;
    }

    private static int places(JsonNode component) {
        Stream<String> texts =
                Stream.concat(Stream.of(component.path("text").asText()), component.findValuesAsText("url").stream());
        return (int) texts.flatMap(text -> PLACE.matcher(text).results()).count();
    }
}
