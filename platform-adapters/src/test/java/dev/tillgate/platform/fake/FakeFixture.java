package dev.tillgate.platform.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.TestSignature;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@link FakeShop} as the contract needs it, for any platform that speaks its protocol. */
public final class FakeFixture implements PlatformFixture {
    private final TestSignature signature = new TestSignature(InstantSource.system());
    private final FakeShop shop = new FakeShop(signature);
    private final HttpExchange gateway =
            new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final PlatformType type;
    private final Settings settings;

    /** @param type makes the type for the address of the shop, which is also its only setting */
    public FakeFixture(Function<String, PlatformType> type) {
        this(type, url -> new Settings(Map.of("url", url)));
    }

    /** @param settings makes the settings for the address of the shop */
    public FakeFixture(Function<String, PlatformType> type, Function<String, Settings> settings) {
        this.type = type.apply(shop.url());
        this.settings = settings.apply(shop.url());
    }

    @Override
    public PlatformType type() {
        return type;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public List<String> secrets() {
        return List.of(TestSignature.SECRET);
    }

    @Override
    public List<String> personal() {
        return List.of(FakeShop.BUYER, FakeShop.MAIL);
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "EUR"), Money.ofMinor(64, "JPY"), Money.ofMinor(1001, "KWD"));
    }

    @Override
    public String order(Money total) {
        return shop.order(total, true);
    }

    @Override
    public String orderNotOffered(Money total) {
        return shop.order(total, false);
    }

    @Override
    public String orderWithText(String amount, String currency) {
        return shop.order(amount, currency, Money.ofMinor(0, "EUR"), true);
    }

    @Override
    public void cancel(String reference) {
        shop.cancel(reference);
    }

    @Override
    public void change(String reference, Money total) {
        shop.total(reference, total);
    }

    @Override
    public void delete(String reference) {
        shop.delete(reference);
    }

    @Override
    public void payOtherwise(String reference) {
        shop.payOtherwise(reference);
    }

    @Override
    public @Nullable Truth truth(String reference) {
        FakeShop.Row row = shop.row(reference);
        return row == null
                ? null
                : new Truth(row.state(), row.total(), row.refunded(), row.transaction(), row.completions());
    }

    @Override
    public InboundRequest message(String reference) {
        return signed(JsonNodeFactory.instance
                .objectNode()
                .put("type", "order.changed")
                .put("order", reference)
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public InboundRequest signed(byte[] body) {
        return new InboundRequest(
                "POST",
                "/hooks/shops/sto_test",
                null,
                signature.headers(TimeOrderedId.next("msg"), body),
                body,
                Instant.now());
    }

    @Override
    public boolean datesMessages() {
        return true;
    }

    @Override
    public void trouble(Trouble trouble) {
        shop.trouble(trouble);
    }

    @Override
    public void tell(ShopFact fact) {
        send("payment.paid", event(fact).put("captured", fact.paid().toDecimalText()));
        for (Refunded refund : fact.refunds()) {
            send(
                    "refund.succeeded",
                    event(fact)
                            .put("refund_id", refund.refund().value())
                            .put("refund_amount", refund.amount().toDecimalText()));
        }
    }

    private static ObjectNode event(ShopFact fact) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("order_reference", fact.reference())
                .put("payment_id", fact.payment().value())
                .put("currency", fact.paid().currencyCode());
    }

    private void send(String type, ObjectNode data) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", type);
        body.set("data", data);
        Ask ask = signature.sign(
                shop.url(), TimeOrderedId.next("evt"), body.toString().getBytes(StandardCharsets.UTF_8));
        try {
            gateway.send(ask);
        } catch (IOException lost) {
            // A callback that is lost is sent again some other time.
        }
    }

    @Override
    public void close() {
        shop.close();
        gateway.close();
    }
}
