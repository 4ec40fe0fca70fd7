package dev.tillgate.chat.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.node.NodePackages;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The server that our channel is tested with is one that grammY, unmodified, can work with: by asking and by webhook. */
class TelegramJudgeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long BUYER = 5_551_234_567L;

    @Test
    void a_bot_of_grammy_hears_answers_edits_and_is_called() throws Exception {
        Path home = NodePackages.in("npm-telegram", List.of("grammy@1.46.0"));
        try (InputStream script = Objects.requireNonNull(TelegramJudgeTest.class.getResourceAsStream("judge.mjs"))) {
            Files.copy(script, home.resolve("judge.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (FakeTelegram telegram = new FakeTelegram()) {
            telegram.writes(BUYER, "/start TG-1");
            telegram.writes(BUYER, "付款 👍🏽");
            Process grammy = new ProcessBuilder(
                            "node", "judge.mjs", FakeTelegram.TOKEN, telegram.url(), Long.toString(BUYER))
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out =
                    new BufferedReader(new InputStreamReader(grammy.getInputStream(), StandardCharsets.UTF_8))) {
                JsonNode polled = JSON.readTree(out.readLine());
                assertThat(polled.at("/told/0/said").asText()).isEqualTo("/start TG-1");
                assertThat(polled.at("/told/1/said").asText()).isEqualTo("付款 👍🏽");
                assertThat(polled.at("/errors/gone/description").asText()).contains("message to edit not found");
                assertThat(polled.at("/errors/same/description").asText()).contains("message is not modified");
                assertThat(polled.at("/errors/long/description").asText()).contains("message is too long");
                assertThat(telegram.screen(BUYER)).contains("heard: 付款 👍🏽");

                telegram.presses(BUYER, "Yes");
                assertThat(telegram.deliver()).containsExactly(200);
                assertThat(telegram.screen(BUYER)).contains("pressed: yes");
                assertThat(telegram.answered()).hasSize(1);
                telegram.secret("another");
                telegram.writes(BUYER, "forged");
                assertThat(telegram.deliver()).containsExactly(401);

                grammy.getOutputStream().write('\n');
                grammy.getOutputStream().flush();
                assertThat(out.readLine()).contains("pressed").doesNotContain("forged");
            } finally {
                grammy.destroyForcibly();
            }
        }
    }
}
