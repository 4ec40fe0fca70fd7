package dev.tillgate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private static Map<String, Object> read(String text) {
        return Json.object(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void valuesAreExact() {
        assertThat(
                        read(
                                " {\"a\" : 9007199254740993, \"b\":-0.10, \"c\":[1,{\"d\":true}], \"e\":\"\\u8336\\n\\\"\", \"f\":null} "))
                .isEqualTo(Map.of(
                        "a",
                        9_007_199_254_740_993L,
                        "b",
                        new BigDecimal("-0.10"),
                        "c",
                        List.of(1L, Map.of("d", true)),
                        "e",
                        "茶\n\""));
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        Map<String, Object> value = Map.of("text", "\u0001\\\"茶😀", "none", Map.of(), "empty", List.of(), "yes", true);

        assertThat(read(Json.write(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":NaN}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":tru}",
                "{} {}",
                "{'a':1}",
                "{\"a\":\"\t\"}"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsTooDeepOrNoUtf8IsRefused() {
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.object(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
