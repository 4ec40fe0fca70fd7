package dev.tillgate.chat.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.signed.Court;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A library for Chatwoot, @figuro/chatwoot-sdk, is the judge of what we send. */
class ChatwootJudgeTest {
    @Test
    void we_send_what_another_sends_for_the_same_message() {
        try (Court court = Court.open();
                OpenedChatwoot opened = new OpenedChatwoot()) {
            String conversation = opened.chatwoot().opens();
            Outgoing hello = new Outgoing("你好 \"hello\"", null, List.of(), "[]");
            assertThat(opened.channel().send(conversation, hello, "k")).isInstanceOf(Sent.Done.class);
            ObjectNode question = Court.question("chatwoot-sdk sends")
                    .put("token", FakeChatwoot.TOKEN)
                    .put("account", Integer.parseInt(FakeChatwoot.ACCOUNT))
                    .put("conversation", Integer.parseInt(conversation));
            question.putObject("data")
                    .put("content", hello.text())
                    .put("message_type", "outgoing")
                    .put("private", false);
            JsonNode theirs = court.ask(question);
            FakeChatwoot.Taken ours = opened.chatwoot().last();

            assertThat(theirs.path("method").asText()).isEqualTo(ours.method());
            assertThat(theirs.path("path").asText()).isEqualTo(ours.path());
            assertThat(theirs.path("token").asText()).isEqualTo(ours.token());
            // It sends a form, where we send JSON; Chatwoot takes both.
            assertThat(theirs.path("body")).hasSameSizeAs(ours.body());
            ours.body().properties().forEach(field -> assertThat(
                            theirs.path("body").path(field.getKey()).asText())
                    .isEqualTo(field.getValue().asText()));
        }
    }

    @Test
    void the_fake_takes_what_another_asks_for() {
        try (Court court = Court.open();
                OpenedChatwoot opened = new OpenedChatwoot()) {
            String conversation = opened.chatwoot().opens();
            court.ask(Court.question("chatwoot-sdk toggles")
                    .put("origin", opened.chatwoot().origin())
                    .put("token", FakeChatwoot.TOKEN)
                    .put("account", Integer.parseInt(FakeChatwoot.ACCOUNT))
                    .put("conversation", Integer.parseInt(conversation))
                    .put("status", "open"));
            assertThat(opened.chatwoot().status(conversation)).isEqualTo("open");
        }
    }
}
