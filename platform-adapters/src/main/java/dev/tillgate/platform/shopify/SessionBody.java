package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.flow.shop.ShopSession.Kind;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.platform.SessionShop.Demand;
import dev.tillgate.provider.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Shopify asks of a payments app (shopify.dev/docs/apps/build/payments/request-reference, 2026-11-25). Amounts are
 * text and exact; of the buyer only language and country are read.
 */
final class SessionBody {
    private static final String ID = "[0-9A-Za-z_-]{1,64}";
    private static final int LONGEST_GROUP = 100;
    private static final int LONGEST_URL = 2_000;

    private SessionBody() {}

    /** How Shopify names a session in its API. */
    static String gid(Kind kind, String id) {
        String name =
                switch (kind) {
                    case PAYMENT -> "PaymentSession";
                    case REFUND -> "RefundSession";
                    case CAPTURE -> "CaptureSession";
                    case VOID -> "VoidSession";
                };
        return "gid://shopify/" + name + "/" + id;
    }

    static Demand read(Kind kind, byte[] bytes) {
        JsonNode body = StrictJson.object(bytes);
        if (body == null) {
            return new Demand.Unreadable("not JSON");
        }
        String id = StrictJson.text(body, "id");
        if (id == null || !id.matches(ID) || !gid(kind, id).equals(StrictJson.text(body, "gid"))) {
            return new Demand.Unreadable("without an id of its kind");
        }
        try {
            return kind == Kind.PAYMENT ? payment(id, body) : change(kind, id, body);
        } catch (InvalidMoney inexact) {
            return new Demand.Unreadable("the amount is not exact");
        }
    }

    private static Demand payment(String id, JsonNode body) {
        String group = StrictJson.text(body, "group");
        JsonNode test = body.path("test");
        String way = StrictJson.text(body, "kind");
        String cancel = StrictJson.text(body.path("payment_method").path("data"), "cancel_url");
        if (group == null || !test.isBoolean()) {
            return new Demand.Unreadable("group or test is missing");
        }
        if (!"sale".equals(way) && !"authorization".equals(way)) {
            return new Demand.Unreadable("neither sale nor authorization");
        }
        if (cancel == null || cancel.length() > LONGEST_URL || !cancel.matches("https://[!-~]+")) {
            return new Demand.Unreadable("cancel_url is missing");
        }
        Money amount = amount(body);
        if (!amount.isPositive()) {
            return new Demand.Unreadable("nothing to pay");
        }
        return new Demand.Pay(
                id,
                group.length() <= LONGEST_GROUP ? group : digest(group),
                amount,
                test.booleanValue(),
                "authorization".equals(way),
                cancel,
                locale(StrictJson.text(body.path("customer"), "locale")),
                country(StrictJson.text(body.path("customer").path("billing_address"), "country_code")));
    }

    private static Demand change(Kind kind, String id, JsonNode body) {
        String payment = StrictJson.text(body, "payment_id");
        if (payment == null || !payment.matches(ID)) {
            return new Demand.Unreadable("payment_id is missing");
        }
        if (kind == Kind.VOID) {
            return new Demand.Change(id, payment, null);
        }
        Money amount = amount(body);
        return amount.isPositive()
                ? new Demand.Change(id, payment, amount)
                : new Demand.Unreadable("the amount is not positive");
    }

    private static Money amount(JsonNode body) {
        String amount = StrictJson.text(body, "amount");
        String currency = StrictJson.text(body, "currency");
        if (amount == null || currency == null) {
            throw new InvalidMoney("an amount is missing");
        }
        return Money.parse(Amounts.plain(amount), currency);
    }

    private static @Nullable String locale(@Nullable String said) {
        return said != null && said.matches("[A-Za-z]{2,8}(-[0-9A-Za-z]{1,8}){0,3}") ? said : null;
    }

    private static @Nullable String country(@Nullable String said) {
        return said != null && said.matches("[A-Za-z]{2}") ? said.toUpperCase(Locale.ROOT) : null;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "group " + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
