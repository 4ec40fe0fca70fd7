package dev.tillgate.webapp.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Style sheets and scripts, kept in memory. The address of each holds a hash of its content, so browsers may keep it
 * for ever.
 */
public final class Assets {

    private static final int HASH_DIGITS = 16;

    private final Map<String, Asset> byName = new HashMap<>();

    /**
     * Reads files from the folder {@code assets} beside this class.
     *
     * @throws IllegalArgumentException when one is missing or of a kind that is not served
     */
    public Assets(List<String> names) {
        for (String name : names) {
            byte[] content = read(name);
            byName.put(name, new Asset(name, contentType(name), hash(content), content));
        }
    }

    /** All that the gateway's own pages need. */
    public static Assets ofTheGateway() {
        return new Assets(List.of(
                "tillgate.css",
                "shell.css",
                "checkout.css",
                "checkout.js",
                "console.css",
                "live.js",
                "docs.css",
                "demo.css",
                "demo-tea.svg",
                "demo-cup.svg",
                "demo-notebook.svg",
                "demo-lamp.svg",
                "icon.svg"));
    }

    /** The path of a file below the gateway's address, such as {@code /assets/0a1b2c3d4e5f6071/tillgate.css}. */
    public String path(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no asset " + name);
        }
        return "/assets/" + asset.hash() + "/" + name;
    }

    /**
     * What is in a file.
     *
     * @throws IllegalArgumentException when there is no such file
     */
    public byte[] content(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no asset " + name))
                .content()
                .clone();
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** One file; {@code content} is shared, never changed. */
    record Asset(String name, String contentType, String hash, byte[] content) {}

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("assets/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no asset " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css;charset=utf-8";
            case "js" -> "text/javascript;charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("not served: " + name);
        };
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
