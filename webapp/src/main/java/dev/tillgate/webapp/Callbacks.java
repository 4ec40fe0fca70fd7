package dev.tillgate.webapp;

import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.callback.CallbackSigner;
import dev.tillgate.callback.CallbackWire;
import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.Transactions;
import dev.tillgate.provider.http.PinnedExchange;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredCallbackBook;
import dev.tillgate.store.StoredEndpoints;
import dev.tillgate.store.StoredKeys;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;

/** The part of the composition root that builds the callbacks to stores. */
final class Callbacks implements AutoCloseable {
    private final PinnedExchange guarded;
    private final PinnedExchange toThisMachine = CallbackWire.guarded(true);
    private final CallbackBook book;
    private final SigningKeys keys;
    private final CallbackEndpoints endpoints;
    private final CallbackSigner signer;
    private final DeliverCallbacks deliver;

    /** What it stands on. */
    record Ground(Settings settings, URI publicUrl, Sessions sessions, Vault vault, Transactions transactions) {}

    Callbacks(Ground ground, Clock clock, MeterRegistry meters) {
        guarded = CallbackWire.guarded(ground.settings().get(Keys.CALLBACK_ALLOW_PRIVATE));
        book = new StoredCallbackBook(ground.sessions());
        keys = new SigningKeys(new StoredKeys(ground.sessions()), ground.vault(), clock);
        endpoints = new CallbackEndpoints(new StoredEndpoints(ground.sessions(), ground.vault(), clock), clock);
        signer = new CallbackSigner(keys, ground.publicUrl().toString(), clock);
        CallbackWire wire = new CallbackWire(
                ConsoleAndDemo.callbackWay(ground.settings(), guarded, toThisMachine), ground.transactions());
        deliver = new DeliverCallbacks(book, endpoints, signer, wire, clock, meters);
    }

    CallbackBook book() {
        return book;
    }

    SigningKeys keys() {
        return keys;
    }

    CallbackEndpoints endpoints() {
        return endpoints;
    }

    CallbackSigner signer() {
        return signer;
    }

    DeliverCallbacks deliver() {
        return deliver;
    }

    @Override
    public void close() {
        guarded.close();
        toThisMachine.close();
    }
}
