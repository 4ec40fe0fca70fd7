package dev.tillgate.provider.paypal;

import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Folders for simulators that share their certificates, because making keys is most of what a small test does. */
final class SeededBook {
    private static final String FILE = "paypal.jsonl";
    private static final List<String> CERTIFICATES = certificates();

    private SeededBook() {}

    private static List<String> certificates() {
        Path folder = temporary();
        Simulator.Setup setup =
                new Simulator.Setup(PayPalHouse.URL, folder, "seed", FaultPlan.none(), null, InstantSource.system());
        try (PayPalSimulator simulator = new PayPalSimulator(setup)) {
            simulator.rotateCertificate();
            return Files.readAllLines(folder.resolve(FILE));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            delete(folder);
        }
    }

    /** A new folder with a book that holds nothing but certificates. */
    static Path folder() {
        Path folder = temporary();
        try {
            Files.write(folder.resolve(FILE), CERTIFICATES);
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("paypal-book");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
