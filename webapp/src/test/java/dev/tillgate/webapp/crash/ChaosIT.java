package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.sql.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every provider misbehaves while buyers pay through all of them and the gateway is killed. {@code -Dchaos.seconds=3600}
 * makes a long run of it; {@code -Dchaos.seed} repeats one.
 */
class ChaosIT {
    private static final int SECONDS = Integer.getInteger("chaos.seconds", 40);
    private static final int SECONDS_BETWEEN_KILLS = 10;
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime() & 0xffffff);

    @Test
    @Timeout(value = 8, unit = TimeUnit.HOURS)
    void nothingIsLostOrDoubledWhateverProvidersDo(@TempDir Path folder) throws Exception {
        System.out.println("chaos run: seed " + SEED + ", " + SECONDS + " s");
        try (TestDatabase database = TestDatabase.open();
                ChaosScene scene = new ChaosScene(folder, database.database(), SEED)) {
            scene.startBuying();
            Random random = new Random(SEED);
            for (int second = 0; second < SECONDS; second += SECONDS_BETWEEN_KILLS) {
                CrashScene.buyFor(Duration.ofMillis(1_000 + random.nextInt(2_000 * SECONDS_BETWEEN_KILLS - 2_000)));
                scene.crash();
            }
            CrashScene.buyFor(Duration.ofSeconds(5));
            scene.endWell();
            assertThat(scene.orders()).as("there was load").isGreaterThan(SECONDS);
            assertThat(scene.lostAnswers()).as("the kills were felt").isPositive();
        }
    }
}
