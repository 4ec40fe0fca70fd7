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
 * Kills the gateway at random while shops buy. {@code -Dcrash.kills=200} makes a long run of it; {@code -Dcrash.seed}
 * repeats one.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("crash.kills", 20);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime() & 0xffffff);

    @Test
    @Timeout(value = 8, unit = TimeUnit.HOURS)
    void nothingIsLostOrDoubledHoweverOftenTheGatewayIsKilled(@TempDir Path folder) throws Exception {
        System.out.println("crash run: seed " + SEED + ", " + KILLS + " kills");
        try (TestDatabase database = TestDatabase.open();
                CrashScene scene = CrashScene.open(folder, database.database(), SEED)) {
            scene.startBuying();
            Random random = new Random(SEED);
            for (int kill = 1; kill <= KILLS; kill++) {
                CrashScene.buyFor(Duration.ofMillis(300 + random.nextInt(2_500)));
                scene.crash();
            }
            scene.endWell();
            assertThat(scene.orders()).as("there was load").isGreaterThan(KILLS * 5);
            assertThat(scene.lostAnswers()).as("the kills were felt").isPositive();
        }
    }
}
