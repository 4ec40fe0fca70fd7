package dev.tillgate.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.chat.assistant.Talk;

/** Where the assistant is, as the text that is kept between two messages. */
final class TalkText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TalkText() {}

    static String of(Talk talk) {
        try {
            return JSON.writeValueAsString(talk);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of words and numbers can always be written", impossible);
        }
    }

    /** A text of an older version that cannot be read any more begins anew: nothing of money is in it. */
    static Talk read(String text) {
        try {
            return text.isEmpty() ? Talk.NEW : JSON.readValue(text, Talk.class);
        } catch (JsonProcessingException older) {
            return Talk.NEW;
        }
    }
}
