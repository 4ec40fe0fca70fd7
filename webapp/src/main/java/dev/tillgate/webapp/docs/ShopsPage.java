package dev.tillgate.webapp.docs;

import dev.tillgate.catalog.Platforms;
import dev.tillgate.webapp.page.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the page for developers of shops shows: the protocol of a shop's one address, and examples that the tests run as
 * they are.
 *
 * @param address the gateway's public address
 */
public record ShopsPage(Frame frame, String address) {
    private static final String FOLDER = "/dev/tillgate/platform/examples/";
    private static final List<Example> PAY = List.of(
            example("curl", "curl/pay.sh"),
            example("PHP", "php/pay.php"),
            example("Node.js", "node/pay.mjs"),
            example("Java", "java/Pay.java"));
    private static final List<Example> CALLBACK = List.of(
            example("PHP", "php/callback.php"),
            example("Node.js", "node/callback.mjs"),
            example("Java", "java/TakeCallback.java"));
    private static final Example CHANGED = example("curl", "curl/changed.sh");

    /**
     * A program.
     *
     * @param name its language, for people
     * @param file its name
     */
    public record Example(String name, String file, String code) {}

    /** Creating a payment and sending the buyer to it. */
    public List<Example> pay() {
        return PAY;
    }

    /** Taking callbacks and answering questions. */
    public List<Example> callback() {
        return CALLBACK;
    }

    /** Telling the gateway that an order has changed. */
    public Example changed() {
        return CHANGED;
    }

    public String text(String key, Object... values) {
        return frame.text(key, values);
    }

    public String path(String path) {
        return frame.pages().path(path);
    }

    private static Example example(String name, String file) {
        try (InputStream in = Platforms.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("no example " + file);
            }
            String code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Example(name, file.substring(file.indexOf('/') + 1), code.strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
