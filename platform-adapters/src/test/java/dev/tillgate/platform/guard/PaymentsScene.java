package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.shop.SessionBook.Place;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.flow.shop.ShopSession.Kind;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.InstalledApp;
import dev.tillgate.platform.TakeSession;
import dev.tillgate.platform.TakeSession.Taken;
import dev.tillgate.platform.shopify.FakePayments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The whole gateway with a shop that has installed the payments app, and Shopify on the other side of a real wire. */
final class PaymentsScene implements AutoCloseable {
    static final Money AMOUNT = Money.ofMinor(12300, "EUR");

    final FakePayments shopify;
    final GuardScene gateway;

    PaymentsScene(FakePayments shopify, String version) throws IOException {
        this.shopify = shopify;
        gateway = new GuardScene(shopify.type(version), Till::reserving);
        gateway.tick = Duration.ofSeconds(1);
        gateway.handed.take(
                new Place(gateway.merchant, gateway.store, FakePayments.SHOP, false), gateway.clock.instant());
        assertThat(((InstalledApp) shop().platform()).install(FakePayments.CODE, "Mugs"))
                .isEmpty();
    }

    Connected shop() {
        return gateway.connections.find(gateway.merchant, gateway.store).orElseThrow();
    }

    Taken post(Kind kind, ObjectNode body) {
        return gateway.take.run(new TakeSession.Request(
                kind, FakePayments.SHOP, "req-1", body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    Taken start(String id, String group) {
        return post(Kind.PAYMENT, shopify.start(id, group, AMOUNT));
    }

    /** A request was kept, and the gateway was killed before it did anything else. */
    void halfway(String id, String group) {
        shopify.start(id, group, AMOUNT);
        gateway.handed.keep(new ShopSession(
                gateway.merchant,
                gateway.store,
                Kind.PAYMENT,
                id,
                group,
                0,
                null,
                AMOUNT,
                false,
                ShopSession.Status.RECEIVED,
                null,
                "req-0",
                FakePayments.cancelUrl(id),
                null,
                gateway.clock.instant(),
                null));
    }

    /** A session of reserved money, paid with a card and told to Shopify. */
    void reserved(String id, String group) {
        post(Kind.PAYMENT, shopify.start(id, group, AMOUNT).put("kind", "authorization"));
        pay(id, "card");
        passes(Duration.ofSeconds(20));
        assertThat(shopify.payment(id).code).isEqualTo("resolved");
    }

    void refund(String id, String payment, long minor) {
        change(Kind.REFUND, "RefundSession", id, payment, Money.ofMinor(minor, "EUR"));
    }

    void capture(String id, String payment, long minor) {
        change(Kind.CAPTURE, "CaptureSession", id, payment, Money.ofMinor(minor, "EUR"));
    }

    void release(String id, String payment) {
        assertThat(post(Kind.VOID, shopify.change("VoidSession", id, payment, null)))
                .isEqualTo(new Taken.Kept());
    }

    private void change(Kind kind, String name, String id, String payment, Money amount) {
        assertThat(post(kind, shopify.change(name, id, payment, amount))).isEqualTo(new Taken.Kept());
    }

    ShopSession session(String id) {
        return session(Kind.PAYMENT, id);
    }

    ShopSession session(Kind kind, String id) {
        return gateway.handed.find(gateway.merchant, gateway.store, kind, id).orElseThrow();
    }

    PaymentId payment(String id) {
        return Optional.ofNullable(session(id).payment()).orElseThrow();
    }

    OrderFile file(String group) {
        return gateway.guards.file(gateway.merchant, gateway.store, group).orElseThrow();
    }

    Payment paymentOf(String id) {
        return file(session(id).reference()).payment(payment(id));
    }

    void pay(String id, String method) {
        gateway.start.run(gateway.merchant, payment(id), method, Payer.UNKNOWN, OnceOnly.unremembered());
    }

    AttemptId lastAttempt(String id) {
        return file(session(id).reference()).attemptsOf(payment(id)).getLast().id();
    }

    void passes(Duration time) {
        gateway.until(gateway.clock.instant().plus(time));
    }

    Optional<String> onward(String group) {
        return gateway.answers.onward(shop(), group);
    }

    @Override
    public void close() {
        gateway.close();
        shopify.close();
    }
}
