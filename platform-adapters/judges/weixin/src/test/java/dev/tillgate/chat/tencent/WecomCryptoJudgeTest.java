package dev.tillgate.chat.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tencent's own {@code @wecom/crypto}, unmodified, under Node: fetched once from the npm registry and kept below {@code
 * target}. Without Node or the registry it is skipped, except in continuous integration ({@code CI=true}), where it fails.
 */
class WecomCryptoJudgeTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path HOME = Path.of("target", "npm").toAbsolutePath();
    private static final String LIBRARY = "@wecom/crypto@1.0.1";
    private static final long PATIENCE_MINUTES = 3;
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

    @BeforeAll
    static void fetch() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        Files.writeString(HOME.resolve("package.json"), "{\"private\":true}");
        boolean there = Files.exists(HOME.resolve("node_modules/@wecom/crypto/package.json"))
                || run(List.of("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", LIBRARY));
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("this test needs node, npm and " + LIBRARY);
        }
        assumeTrue(there, "skipped: this test needs node, npm and " + LIBRARY);
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("output.txt").toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void tencents_own_program_and_ours_open_and_sign_alike() throws IOException, InterruptedException {
        Seal seal = new Seal(TOKEN, RECEIVER, KEY);
        Envelope envelope = new Envelope(TOKEN, RECEIVER, KEY);
        ObjectNode asked = JSON.createObjectNode().put("token", TOKEN).put("key", KEY);
        ArrayNode sealed = asked.putArray("sealed");
        TEXTS.forEach(text -> sealed.add(seal.seal(text)));
        Files.writeString(HOME.resolve("asked.json"), asked.toString());
        Files.writeString(HOME.resolve("judge.js"), PROGRAM);
        assertThat(run(List.of("node", "judge.js"))).as(() -> output()).isTrue();
        JsonNode answers = JSON.readTree(HOME.resolve("answered.json").toFile());
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

    private static String output() {
        try {
            return Files.readString(HOME.resolve("output.txt"));
        } catch (IOException none) {
            return "no output";
        }
    }
}
