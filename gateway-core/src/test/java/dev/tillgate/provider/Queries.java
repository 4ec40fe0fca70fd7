package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.Provider.ChargeQuery;
import java.time.Instant;
import java.util.Locale;

/** Questions about attempts of which nothing but the id and the amount matters. */
public final class Queries {
    private Queries() {}

    public static ChargeQuery about(AttemptId attempt, Money amount) {
        ChargeRequest request = new ChargeRequest(
                attempt,
                amount,
                "card",
                null,
                CaptureMode.AUTOMATIC,
                "1001",
                "Two things",
                "http://shop.test/return",
                "http://gateway.test/notify/" + attempt,
                Locale.ENGLISH,
                Instant.now().plusSeconds(3600),
                null);
        return new ChargeQuery(request, null);
    }
}
