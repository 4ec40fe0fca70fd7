package dev.tillgate.webapp.page;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Addresses from elsewhere (shops, providers) that a page may link to. */
public final class SafeLink {

    private static final int LONGEST = 4096;
    /** Schemes that run or read something in the page's own name; all others open another program. */
    private static final Set<String> DANGEROUS =
            Set.of("javascript", "data", "vbscript", "file", "blob", "about", "view-source", "filesystem", "intent");

    private SafeLink() {}

    /** The address if it is a web page's, else null. */
    public static @Nullable String web(@Nullable String address) {
        String scheme = scheme(address);
        return "https".equals(scheme) || "http".equals(scheme) ? address : null;
    }

    /** The address if it is a web page's or opens an app by its own scheme, else null. */
    public static @Nullable String webOrApp(@Nullable String address) {
        String scheme = scheme(address);
        return scheme == null || DANGEROUS.contains(scheme) ? null : address;
    }

    private static @Nullable String scheme(@Nullable String address) {
        if (address == null || address.length() > LONGEST) {
            return null;
        }
        try {
            String scheme = new URI(address).getScheme();
            return scheme == null ? null : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }
}
