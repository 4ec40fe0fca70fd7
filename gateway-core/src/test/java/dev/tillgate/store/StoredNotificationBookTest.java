package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.NotificationBook.Kept;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredNotificationBookTest {
    private static final InboundRequest REQUEST = new InboundRequest(
            "POST",
            "/n/acc",
            "a=b%20c",
            Map.of("X-Signature", "s", "Content-Type", "application/json"),
            new byte[] {0, -1, 127, '{', '}'},
            Samples.NOW.plusNanos(4567));

    private StoreFixture fixture;
    private StoredNotificationBook book;
    private Samples samples;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        samples = fixture.samples;
        book = new StoredNotificationBook(fixture.sessions, new Vault(new byte[32]));
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void what_was_kept_is_read_as_it_came_and_is_due_at_once() {
        String id = keep("evt-1").orElseThrow();

        Kept kept = book.read(samples.merchant, id).orElseThrow();

        assertThat(kept.account()).isEqualTo(samples.account);
        assertThat(kept.tries()).isZero();
        assertThat(kept.request()).usingRecursiveComparison().isEqualTo(REQUEST);
        assertThat(kept.request().header("x-signature")).isEqualTo("s");
        assertThat(due(Samples.NOW)).containsExactly(new Job(Kind.NOTIFICATION, samples.merchant, null, id));
        assertThat(book.read(new Samples().merchant, id)).isEmpty();
    }

    @Test
    void nothing_of_it_can_be_read_in_the_table() {
        keep("evt-1");

        assertThat(fixture.database.number("SELECT COUNT(*) FROM notification WHERE request LIKE '%Signature%'"))
                .isZero();
    }

    @Test
    void the_same_notification_is_kept_once_for_each_account() {
        assertThat(keep("evt-1")).isPresent();
        assertThat(keep("evt-1")).isEmpty();
        assertThat(keep("evt-2")).isPresent();
        assertThat(book.keep(samples.merchant, new Samples().account, "evt-1", REQUEST))
                .isPresent();
    }

    @Test
    void long_keys_that_begin_alike_stay_two() {
        String longKey = "钥".repeat(300);

        assertThat(keep(longKey + "1")).isPresent();
        assertThat(keep(longKey + "2")).isPresent();
        assertThat(keep(longKey + "1")).isEmpty();
    }

    @Test
    void of_8_equal_notifications_at_once_one_is_kept() throws Exception {
        List<Object> results = StoreFixture.together(8, () -> keep("same"));

        assertThat(results).filteredOn(Optional.empty()::equals).hasSize(7);
    }

    @Test
    void what_could_not_be_applied_is_due_again_and_what_is_done_is_not() {
        String id = keep("evt-1").orElseThrow();
        Instant again = Samples.NOW.plusSeconds(60);

        book.again(samples.merchant, id, again, "not known yet " + "…".repeat(400));

        assertThat(due(again.minusMillis(1))).isEmpty();
        assertThat(due(again)).hasSize(1);
        assertThat(book.read(samples.merchant, id).orElseThrow().tries()).isEqualTo(1);

        book.done(samples.merchant, id, true, null);

        assertThat(due(again.plusSeconds(100_000))).isEmpty();
    }

    @Test
    void only_what_is_old_and_done_is_purged_and_no_more_than_was_asked() {
        for (int i = 0; i < 5; i++) {
            book.done(samples.merchant, keep("done-" + i).orElseThrow(), i % 2 == 0, null);
        }
        String waits = keep("waits").orElseThrow();

        assertThat(book.purge(Samples.NOW, 3)).isZero();
        assertThat(book.purge(Samples.NOW.plusSeconds(1), 3)).isEqualTo(3);
        assertThat(book.purge(Samples.NOW.plusSeconds(1), 3)).isEqualTo(2);
        assertThat(book.read(samples.merchant, waits)).isPresent();
    }

    private Optional<String> keep(String key) {
        return book.keep(samples.merchant, samples.account, key, REQUEST);
    }

    private List<Job> due(Instant now) {
        return new StoredJobQueue(fixture.sessions).take(Kind.NOTIFICATION, 10, Duration.ofSeconds(1), now);
    }
}
