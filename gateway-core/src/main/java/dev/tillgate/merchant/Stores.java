package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Opens and changes stores. */
public final class Stores {
    /** A shop that was made for this gateway's API, in contrast to one of a known platform. */
    public static final String CUSTOM = "custom";

    private static final int LONGEST_URL = 2000;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final MerchantBook book;
    private final Clock clock;

    public Stores(MerchantBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** @throws NotAccepted when the name is empty or too long */
    public Store open(MerchantId merchant, String name, String platform) {
        Store store = new Store(
                merchant,
                StoreId.next(),
                Names.accepted("name", name),
                platform,
                null,
                null,
                clock.instant(),
                clock.instant());
        book.insert(store);
        return store;
    }

    /** @throws NotAccepted when the name is empty or too long */
    public Store rename(MerchantId merchant, StoreId store, String name) {
        String accepted = Names.accepted("name", name);
        return book.change(merchant, store, before -> before.named(accepted, clock.instant()));
    }

    /**
     * Says where the store's events are told from now on; empty text for nowhere.
     *
     * @throws NotAccepted when it is no plain https address (plain http is for this machine only)
     */
    public Store callAt(MerchantId merchant, StoreId store, String url) {
        String accepted = url.isBlank() ? null : callbackUrl(url.strip(), false);
        return book.change(merchant, store, before -> before.calledAt(accepted, clock.instant()));
    }

    /**
     * The same for the address that a connected shop has named itself: plain http is taken too, and called as far as the
     * operator allows.
     *
     * @throws NotAccepted when it is no plain web address
     */
    public Store callShopAt(MerchantId merchant, StoreId store, String url) {
        String accepted = callbackUrl(url, true);
        return book.change(merchant, store, before -> before.calledAt(accepted, clock.instant()));
    }

    private static String callbackUrl(String url, boolean plainHttp) {
        @Nullable URI uri = parsed(url);
        boolean plain = uri != null
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null
                && url.length() <= LONGEST_URL;
        if (uri == null || !plain) {
            throw new NotAccepted("callbackUrl", "problem.url.invalid");
        }
        boolean safe = "https".equalsIgnoreCase(uri.getScheme())
                || ("http".equalsIgnoreCase(uri.getScheme()) && (plainHttp || THIS_MACHINE.contains(uri.getHost())));
        if (!safe) {
            throw new NotAccepted("callbackUrl", "problem.url.https");
        }
        return url;
    }

    private static @Nullable URI parsed(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
