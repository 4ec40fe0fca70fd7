package dev.tillgate.webapp.payapps;

import dev.tillgate.catalog.PaymentsApps;
import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.flow.shop.SessionBook.Place;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.provider.Settings;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has connections follow the operator's app: when its secret was changed, each shop's connection learns it with the
 * first session that comes afterwards.
 */
final class FreshSettings {
    private static final Logger LOG = LoggerFactory.getLogger(FreshSettings.class);

    private final OperatorApp app;
    private final SessionBook book;
    private final Connections connections;
    private final AtomicBoolean warned = new AtomicBoolean();

    FreshSettings(OperatorApp app, SessionBook book, Connections connections) {
        this.app = app;
        this.book = book;
        this.connections = connections;
    }

    /** @param version the platform says that it speaks, or null */
    void follow(String shop, @Nullable String version) {
        if (version != null && !version.equals(app.apiVersion()) && warned.compareAndSet(false, true)) {
            LOG.warn("the payments app's extension has another api_version than this gateway: {}", app.apiVersion());
        }
        Settings wanted = app.of(shop);
        for (Place place : book.places(shop)) {
            Optional<Connected> connected = connections.find(place.merchant(), place.store());
            if (connected.isPresent()
                    && connected.get().connection().isActive()
                    && connected.get().type().id().equals(PaymentsApps.TYPE.id())
                    && !connected.get().connection().settings().equals(wanted)) {
                connections.connect(place.merchant(), place.store(), PaymentsApps.TYPE, wanted);
            }
        }
    }
}
