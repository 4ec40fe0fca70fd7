package dev.tillgate.webapp.api;

import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.Store;
import dev.tillgate.webapp.api.shape.ConnectionJson;
import dev.tillgate.webapp.api.shape.RotationJson;
import dev.tillgate.webapp.api.shape.Spelling;
import dev.tillgate.webapp.api.shape.StoreStatusJson;
import dev.tillgate.webapp.connect.ConnectShops.Connected;
import dev.tillgate.webapp.connect.StoreStatus;
import java.net.URI;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Puts connections into words. */
final class ConnectAnswers {
    private final Administration administration;
    private final URI gateway;
    private final InstantSource clock;

    ConnectAnswers(Administration administration, URI gateway, InstantSource clock) {
        this.administration = administration;
        this.gateway = gateway;
        this.clock = clock;
    }

    ConnectionJson connection(Connected connected) {
        Store store = connected.store();
        return new ConnectionJson(
                store.id().value(),
                gateway.toString(),
                gateway + "/api/v1",
                gateway + "/api/oauth/token",
                connected.client().client().id().value(),
                connected.client().secret().value(),
                connected.callbackSecret(),
                gateway.toString(),
                gateway + "/.well-known/jwks.json",
                gateway + "/hooks/shops/" + store.id(),
                StoreStatus.of(administration, store).testMode(),
                store.name());
    }

    RotationJson rotation(Connected connected) {
        return new RotationJson(
                connected.client().client().id().value(),
                connected.client().secret().value(),
                connected.callbackSecret(),
                Spelling.of(clock.instant().plus(CallbackEndpoints.GRACE).truncatedTo(ChronoUnit.SECONDS)));
    }

    StoreStatusJson status(Store store) {
        StoreStatus status = StoreStatus.of(administration, store);
        return new StoreStatusJson(
                store.id().value(), store.name(), status.testMode(), status.methods(), status.currencies());
    }
}
