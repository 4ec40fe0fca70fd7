package dev.tillgate.chat.meta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.chat.channel.Sent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What Meta's error codes mean, for both of its channels. */
class GraphErrorsTest {
    private static Sent sent(String channel, int status, int code, int subcode) {
        return GraphErrors.beside(ChatChannels.find(channel).orElseThrow().channel())
                .sent(new Graph.Result(status, code, subcode, MissingNode.getInstance(), "why", null));
    }

    @Test
    void what_whatsapp_says() {
        Map.of(
                        131047, Sent.Closed.class,
                        132001, Sent.Closed.class,
                        131056, Sent.Later.class,
                        130429, Sent.Later.class,
                        80007, Sent.Later.class,
                        190, Sent.Later.class,
                        131026, Sent.Refused.class,
                        131050, Sent.Refused.class,
                        131051, Sent.Refused.class,
                        100, Sent.Refused.class)
                .forEach((code, meaning) -> assertThat(sent("whatsapp", 400, code, 0))
                        .as("%d", code)
                        .isInstanceOf(meaning));
        assertThat(sent("whatsapp", 400, 131056, 0)).isEqualTo(new Sent.Later("why", Duration.ofSeconds(6)));
    }

    @Test
    void what_messenger_says_depends_on_the_subcode() {
        assertThat(sent("messenger", 403, 10, 2_018_278)).isInstanceOf(Sent.Closed.class);
        assertThat(sent("messenger", 403, 10, 2_018_108)).isInstanceOf(Sent.Refused.class);
        assertThat(sent("messenger", 403, 10, 0)).isInstanceOf(Sent.Later.class);
        assertThat(sent("messenger", 400, 551, 1_545_041)).isInstanceOf(Sent.Refused.class);
        assertThat(sent("messenger", 400, 613, 0)).isInstanceOf(Sent.Later.class);
    }

    @Test
    void an_unknown_code_is_our_mistake_only_when_the_status_says_so() {
        for (String channel : new String[] {"whatsapp", "messenger"}) {
            assertThat(sent(channel, 400, 999_999, 0)).isInstanceOf(Sent.Refused.class);
            assertThat(sent(channel, 404, 0, 0)).isInstanceOf(Sent.Refused.class);
            for (int status : new int[] {0, 200, 302, 401, 403, 408, 429, 500, 502, 503}) {
                assertThat(sent(channel, status, 999_999, 0)).as("%d", status).isInstanceOf(Sent.Later.class);
            }
        }
    }
}
