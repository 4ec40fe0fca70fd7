package dev.tillgate.webapp.boot;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the person who started the program sees: a line per long step, one screen when it is ready. */
final class Screen {

    private final PrintStream out;
    private final PrintStream err;

    Screen(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    void progress(String step) {
        out.println("  " + step + " ...");
    }

    void ready(List<String> banner, List<String> closing) {
        Duration sinceStart = Duration.ofMillis(System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
        out.println();
        out.println("Tillgate is ready (" + seconds(sinceStart) + ")");
        out.println();
        banner.forEach(line -> out.println("  " + line));
        out.println();
        closing.forEach(line -> out.println("  " + line));
        out.println();
        out.flush();
    }

    void stopped(Duration took) {
        out.println("Tillgate has stopped (" + seconds(took) + ")");
        out.flush();
    }

    void failure(String message) {
        err.println(message);
        err.flush();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000f);
    }
}
