package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    @Test
    void triesOverSeventyFiveHours() {
        assertThat(RetryPlan.PAUSES.stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofHours(75));
    }

    @Test
    void jitterChangesAPauseByATenthAtMost() {
        RetryPlan early = new RetryPlan(() -> 0.0);
        RetryPlan late = new RetryPlan(() -> 1.0);

        for (int tries = 1; tries <= RetryPlan.PAUSES.size(); tries++) {
            long pause = RetryPlan.PAUSES.get(tries - 1).toMillis();
            assertThat(early.after(tries)).hasValueSatisfying(is -> assertThat(is.toMillis())
                    .isBetween(pause * 9 / 10 - 1, pause * 9 / 10 + 1));
            assertThat(late.after(tries)).hasValueSatisfying(is -> assertThat(is.toMillis())
                    .isBetween(pause * 11 / 10 - 1, pause * 11 / 10 + 1));
        }
    }

    @Test
    void endsAfterTheLastPause() {
        assertThat(new RetryPlan(() -> 0.5).after(RetryPlan.PAUSES.size())).isPresent();
        assertThat(new RetryPlan(() -> 0.5).after(RetryPlan.PAUSES.size() + 1)).isEmpty();
    }
}
