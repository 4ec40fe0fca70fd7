package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import org.jspecify.annotations.Nullable;

/** Reads what the payer has to do for a payment intent. */
final class StripeNextAction {
    private StripeNextAction() {}

    static Outcome read(JsonNode intent, String id) {
        NextAction action = action(intent.path("next_action"));
        return action == null
                ? new Outcome.Unknown("it does not say what the payer has to do")
                : new Outcome.PayerMust(id, action);
    }

    private static @Nullable NextAction action(JsonNode next) {
        String type = StrictJson.text(next, "type");
        if (type == null) {
            return null;
        }
        JsonNode inside = next.path(type);
        return switch (type) {
            case "redirect_to_url", "alipay_handle_redirect" -> redirect(StrictJson.text(inside, "url"));
            case "verify_with_microdeposits" -> redirect(StrictJson.text(inside, "hosted_verification_url"));
            case "wechat_pay_display_qr_code" -> scan(StrictJson.text(inside, "data"));
            case "blik_authorize" -> new NextAction.Await(null);
            default -> null;
        };
    }

    private static @Nullable NextAction redirect(@Nullable String url) {
        return url != null && StripeReading.isWeb(url) ? new NextAction.Redirect(url, null) : null;
    }

    private static @Nullable NextAction scan(@Nullable String content) {
        return content == null ? null : new NextAction.Scan(content, null);
    }
}
