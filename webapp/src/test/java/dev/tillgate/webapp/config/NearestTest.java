package dev.tillgate.webapp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void a_typing_error_finds_the_word_that_was_meant() {
        assertThat(Nearest.to("db.ulr", List.of("port", "db.url", "db.user"))).hasValue("db.url");
    }

    @Test
    void something_else_finds_nothing() {
        assertThat(Nearest.to("something", List.of("port", "db.url"))).isEmpty();
    }

    @Test
    void edits_are_counted() {
        assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.edits("", "abc")).isEqualTo(3);
        assertThat(Nearest.edits("same", "same")).isZero();
    }
}
