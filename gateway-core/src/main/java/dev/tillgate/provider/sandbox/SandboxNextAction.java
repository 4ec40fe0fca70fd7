package dev.tillgate.provider.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the payer has to do. */
final class SandboxNextAction {
    private SandboxNextAction() {}

    static Outcome read(JsonNode next, String chargeId) {
        NextAction action = action(next);
        return action == null
                ? new Outcome.Unknown("it does not say what the payer has to do")
                : new Outcome.PayerMust(chargeId, action);
    }

    private static @Nullable NextAction action(JsonNode next) {
        String type = StrictJson.text(next, "type");
        Long seconds = StrictJson.integer(next, "expires_at");
        if (type == null || seconds == null || seconds < 0 || seconds > Integer.MAX_VALUE * 4L) {
            return null;
        }
        Instant expiresAt = Instant.ofEpochSecond(seconds);
        String url = StrictJson.text(next, "url");
        return switch (type) {
            case "redirect" -> url != null && isWeb(url) ? new NextAction.Redirect(url, expiresAt) : null;
            case "scan" -> url != null && isWeb(url) ? new NextAction.Scan(url, expiresAt) : null;
            case "transfer" -> transfer(next.path("details"), expiresAt);
            default -> null;
        };
    }

    private static @Nullable NextAction transfer(JsonNode details, Instant expiresAt) {
        List<NextAction.Detail> read = new ArrayList<>();
        for (JsonNode detail : details) {
            String label = StrictJson.text(detail, "label");
            String value = StrictJson.text(detail, "value");
            if (label == null || value == null) {
                return null;
            }
            read.add(new NextAction.Detail(label, value));
        }
        return read.isEmpty() ? null : new NextAction.Transfer(read, expiresAt);
    }

    private static boolean isWeb(String url) {
        return url.startsWith("https://") || url.startsWith("http://");
    }
}
