package dev.tillgate.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.flow.chat.ChannelBook.Arrival;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a channel sent, as the text that is kept until it is heard. */
final class ArrivalText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ArrivalText() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            String text, @Nullable String pressed, @Nullable String locale) {}

    static Arrival of(ChatEvent event, int longest, Instant now) {
        String text = event.text().length() > longest ? event.text().substring(0, longest) : event.text();
        try {
            return new Arrival(
                    event.key(),
                    event.conversation(),
                    JSON.writeValueAsString(new Said(text, event.pressed(), event.locale())),
                    // A channel whose clock is fast must not make the buyer wait.
                    event.at().isAfter(now) ? now : event.at());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts can always be written", impossible);
        }
    }

    static Said read(Arrival arrival) {
        try {
            return JSON.readValue(arrival.content(), Said.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("a kept message is not JSON");
        }
    }
}
