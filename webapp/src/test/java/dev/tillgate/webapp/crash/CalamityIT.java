package dev.tillgate.webapp.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.sql.EmbeddedMariaDb;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.sql.TestServer;
import dev.tillgate.webapp.boot.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens around the gateway while shops buy: the database dies, the line to the bank is dead, the disk is full. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CalamityIT {
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime() & 0xffffff);
    private static final int DATABASE_KILLS = 4;
    private static final long DISK_BYTES = 900L << 20;
    private static final long LEFT_BYTES = 2L << 20;

    @Test
    void nothingIsLostOrDoubledWhenTheDatabaseIsKilled(@TempDir Path folder) throws Exception {
        System.out.println("database run: seed " + SEED);
        try (EmbeddedMariaDb server = server(folder.resolve("server"));
                CrashScene scene = CrashScene.open(folder, server.schema("tillgate"), SEED)) {
            scene.startBuying();
            scene.awaitBusiness();
            for (int kill = 1; kill <= DATABASE_KILLS; kill++) {
                CrashScene.buyFor(Duration.ofSeconds(2));
                ProcessHandle.of(server.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            CrashScene.buyFor(Duration.ofSeconds(2));
            scene.endWell();
            assertThat(scene.lostAnswers()).as("the kills were felt").isPositive();
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenTheLineToTheBankIsDead(@TempDir Path folder) throws Exception {
        System.out.println("dead line run: seed " + SEED);
        try (TestDatabase database = TestDatabase.open();
                CrashScene scene = CrashScene.open(folder, database.database(), SEED)) {
            scene.startBuying();
            scene.awaitBusiness();
            long before = scene.unknowns();
            scene.line.become(Line.State.ANSWERS_LOST);
            CrashScene.buyFor(Duration.ofSeconds(1));
            scene.line.become(Line.State.REQUESTS_LOST);
            CrashScene.buyFor(Duration.ofSeconds(1));
            scene.line.become(Line.State.WHOLE);
            CrashScene.buyFor(Duration.ofSeconds(2));
            scene.endWell();
            assertThat(scene.unknowns()).as("the dead line was felt").isGreaterThan(before + 10);
        }
    }

    @Test
    void nothingIsLostOrDoubledWhenTheDatabasesDiskIsFull(@TempDir Path folder) throws Exception {
        System.out.println("full disk run: seed " + SEED);
        try (SmallDisk disk = SmallDisk.at(Files.createDirectory(folder.resolve("disk")));
                EmbeddedMariaDb server = server(disk.folder().resolve("server"));
                CrashScene scene = CrashScene.open(folder, server.schema("tillgate"), SEED)) {
            scene.startBuying();
            scene.awaitBusiness();
            disk.fill();
            disk.awaitFull();
            CrashScene.buyFor(Duration.ofSeconds(4));
            disk.free();
            CrashScene.buyFor(Duration.ofSeconds(2));
            scene.endWell();
            assertThat(scene.lostAnswers()).as("the full disk was felt").isPositive();
        }
    }

    /** As in the product: it is started again when it ends without having been asked to. */
    private static EmbeddedMariaDb server(Path home) throws IOException {
        EmbeddedMariaDb server = TestServer.startIn(home);
        server.keepRunning(
                told -> {}, lost -> System.out.println("the database does not come back: " + lost.getMessage()));
        return server;
    }

    /** A file system in memory with room for a database and little more; only root may make one. */
    private record SmallDisk(Path folder) implements AutoCloseable {
        static SmallDisk at(Path folder) throws Exception {
            Optional<Path> mount = Tools.program("mount");
            boolean mounted = mount.isPresent()
                    && run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", folder.toString()) == 0;
            Tools.required("the right to mount a file system", mounted ? mount : Optional.empty());
            return new SmallDisk(folder);
        }

        void fill() throws IOException {
            byte[] piece = new byte[1 << 20];
            try (var out = Files.newOutputStream(ballast())) {
                while (room() > LEFT_BYTES) {
                    out.write(piece, 0, (int) Math.min(piece.length, room() - LEFT_BYTES));
                    out.flush();
                }
            }
        }

        /** The database takes what is left. */
        void awaitFull() {
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> room() < LEFT_BYTES / 4);
        }

        void free() throws IOException {
            Files.delete(ballast());
        }

        private Path ballast() {
            return folder.resolve("ballast");
        }

        private long room() throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }

        private static int run(String... command) throws IOException, InterruptedException {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        }

        @Override
        public void close() throws IOException {
            try {
                run("umount", "-l", folder.toString());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
