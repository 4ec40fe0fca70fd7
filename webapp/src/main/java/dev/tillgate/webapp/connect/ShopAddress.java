package dev.tillgate.webapp.connect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a shop is: scheme, host, perhaps a port and a folder, without a slash at the end. Two spellings of the same
 * address are equal.
 */
public record ShopAddress(String scheme, String host, int port, String path) {
    private static final int LONGEST = 300;

    /** The address that the text names, or nothing when it is none that a shop can have. */
    public static Optional<ShopAddress> of(@Nullable String text) {
        URI uri = text == null || text.length() > LONGEST ? null : web(text);
        if (uri == null || uri.getRawQuery() != null) {
            return Optional.empty();
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return Optional.of(new ShopAddress(scheme(uri), host(uri), port(uri), path));
    }

    /**
     * Whether a page is this shop's: the same host and port. A page of the shop may be on https when its front is on
     * plain http, as many shops have it for their administration.
     */
    public boolean owns(@Nullable String page) {
        URI uri = page == null ? null : web(page);
        if (uri == null || !host.equals(host(uri))) {
            return false;
        }
        boolean same = scheme.equals(scheme(uri)) && port == port(uri);
        boolean safer = scheme.equals("http") && port == 80 && scheme(uri).equals("https") && port(uri) == 443;
        return same || safer;
    }

    public boolean isPlain() {
        return scheme.equals("http");
    }

    /** The same at the usual place for https. */
    ShopAddress onTls() {
        return new ShopAddress("https", host, 443, path);
    }

    /** Such as {@code https://shop.example:8443/en}. */
    @Override
    public String toString() {
        boolean usual = port == (isPlain() ? 80 : 443);
        return scheme + "://" + host + (usual ? "" : ":" + port) + path;
    }

    /** An absolute web address without user and fragment, in plain ASCII, or null. */
    private static @Nullable URI web(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web
                            && uri.getHost() != null
                            && uri.getRawUserInfo() == null
                            && uri.getRawFragment() == null
                            && uri.getPort() <= 65_535
                    ? uri
                    : null;
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }

    private static String scheme(URI uri) {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("http") ? 80 : 443;
    }
}
