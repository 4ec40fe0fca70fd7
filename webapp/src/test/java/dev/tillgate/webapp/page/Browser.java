package dev.tillgate.webapp.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real browser without a window: the Chromium that is installed. Where there is none a test is skipped, except in
 * continuous integration ({@code CI=true}), where it fails. Not thread-safe: one for each test class.
 */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final double LONGEST_MS = 20_000;
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-default-apps",
            "--disable-domain-reliability",
            "--disable-client-side-phishing-detection",
            "--disable-breakpad",
            "--metrics-recording-only",
            "--no-first-run",
            "--no-pings",
            "--safebrowsing-disable-auto-update",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright) {
        this.playwright = playwright;
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(QUIET));
    }

    /** Starts it, or skips the test with a line that says why. */
    public static Browser start() {
        boolean there = Files.isExecutable(CHROMIUM);
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("page tests need a browser at " + CHROMIUM);
        }
        assumeTrue(there, "skipped: page tests need a browser at " + CHROMIUM);
        Playwright.CreateOptions options =
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        PlaywrightAssertions.setDefaultAssertionTimeout(LONGEST_MS);
        return new Browser(Playwright.create(options));
    }

    /** A desktop window. */
    public static com.microsoft.playwright.Browser.NewContextOptions desktop() {
        return window(1200, 850);
    }

    /** A phone this many pixels wide. */
    public static com.microsoft.playwright.Browser.NewContextOptions phone(int width) {
        return window(width, 740).setDeviceScaleFactor(2);
    }

    private static com.microsoft.playwright.Browser.NewContextOptions window(int width, int height) {
        return new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setLocale("en-US")
                .setTimezoneId("UTC")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(ColorScheme.LIGHT);
    }

    /** A fresh profile. Every error a page reports, policy violations above all, is added to {@code complaints}. */
    public BrowserContext profile(com.microsoft.playwright.Browser.NewContextOptions options, List<String> complaints) {
        BrowserContext context = chromium.newContext(options);
        context.setDefaultTimeout(LONGEST_MS);
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        context.onWebError(error -> complaints.add(error.error()));
        return context;
    }

    /** What the accessibility rules (WCAG 2.2 A and AA, best practices) have to say; empty when all is well. */
    public static List<String> accessibilityComplaints(Page page) {
        page.evaluate(axe());
        Object found = page.evaluate(
                "() => axe.run().then(r => r.violations.flatMap(v =>"
                        + " v.nodes.map(n => v.id + ': ' + v.help + ' - ' + n.html + ' - ' + (n.any[0] ? n.any[0].message : ''))))");
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            if (in == null) {
                throw new IllegalStateException("axe.min.js is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
