package dev.tillgate.chat.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.node.NodePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tencent's own {@code @wecom/crypto}, unmodified, under Node. */
class WecomCryptoJudgeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TOKEN = "QDG6eK";
    private static final String RECEIVER = "wx5823bf96d3bd56c7";
    private static final String KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    private static final List<String> TEXTS = List.of(
            "1616140317555161061",
            "a",
            "付款 1042",
            "👩‍👩‍👧 👍🏽",
            "<xml><Content><![CDATA[长]]></Content></xml>",
            "长".repeat(700));

    /** Opens and checks what it is given, and seals and signs each text anew. */
    private static final String PROGRAM = """
            const { getSignature, decrypt, encrypt } = require('@wecom/crypto');
            const fs = require('fs');
            const asked = JSON.parse(fs.readFileSync('asked.json', 'utf8'));
            const answers = asked.sealed.map((one) => {
              const opened = decrypt(asked.key, one);
              const again = encrypt(asked.key, opened.message, opened.id);
              return {
                text: opened.message,
                receiver: opened.id,
                signature: getSignature(asked.token, '1409659589', '263014780', one),
                sealed: again,
                signed: getSignature(asked.token, '1409659589', '263014780', again),
              };
            });
            fs.writeFileSync('answered.json', JSON.stringify(answers));
            """;

    @Test
    void tencents_own_program_and_ours_open_and_sign_alike() throws IOException {
        Path home = NodePackages.in("npm", List.of("@wecom/crypto@1.0.1"));
        Seal seal = new Seal(TOKEN, RECEIVER, KEY);
        Envelope envelope = new Envelope(TOKEN, RECEIVER, KEY);
        ObjectNode asked = JSON.createObjectNode().put("token", TOKEN).put("key", KEY);
        ArrayNode sealed = asked.putArray("sealed");
        TEXTS.forEach(text -> sealed.add(seal.seal(text)));
        Files.writeString(home.resolve("asked.json"), asked.toString());
        Files.writeString(home.resolve("judge.js"), PROGRAM);
        NodePackages.Ran ran = NodePackages.run(home, List.of("node", "judge.js"));
        assertThat(ran.worked()).as(ran.output()).isTrue();
        JsonNode answers = JSON.readTree(home.resolve("answered.json").toFile());
        assertThat(answers).hasSize(TEXTS.size());
        for (int i = 0; i < TEXTS.size(); i++) {
            JsonNode answer = answers.get(i);
            assertThat(answer.path("text").asText()).isEqualTo(TEXTS.get(i));
            assertThat(answer.path("receiver").asText()).isEqualTo(RECEIVER);
            assertThat(answer.path("signature").asText())
                    .isEqualTo(
                            seal.sign("1409659589", "263014780", sealed.get(i).asText()));
            String theirs = answer.path("sealed").asText();
            assertThat(envelope.isSigned(answer.path("signed").asText(), "1409659589", "263014780", theirs))
                    .isTrue();
            assertThat(envelope.open(theirs)).contains(TEXTS.get(i));
        }
    }
}
