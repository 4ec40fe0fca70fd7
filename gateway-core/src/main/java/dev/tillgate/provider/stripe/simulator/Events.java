package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.NoticePost;
import dev.tillgate.provider.stripe.Stripe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened, kept as Stripe keeps it, and told to the account's endpoint: signed anew at every try, for three
 * days, ever more slowly.
 */
final class Events implements AutoCloseable {
    private static final String KIND = "event";
    private static final String ENDPOINT = "endpoint";
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24),
            Duration.ofHours(24));

    private final JsonBook book;
    private final Shapes shapes;
    private final StripeAccounts accounts;
    private final FaultPlan faults;
    private final InstantSource clock;
    private final @Nullable NoticePost post;

    Events(
            JsonBook book,
            Shapes shapes,
            StripeAccounts accounts,
            FaultPlan faults,
            InstantSource clock,
            @Nullable Exchange sender) {
        this.book = book;
        this.shapes = shapes;
        this.accounts = accounts;
        this.faults = faults;
        this.clock = clock;
        this.post = sender == null
                ? null
                : new NoticePost(book, sender, this::written, answer -> answer.status() / 100 == 2, PAUSES);
    }

    void resume() {
        if (post != null) {
            post.resume();
        }
    }

    /** As if the address had been typed into the dashboard. */
    void listen(String account, String url) {
        book.put(ENDPOINT, account, Shapes.object().put("url", url));
    }

    /** Something happened to this object, which belongs to the payment {@code about}. */
    void tell(String type, ObjectNode object, ObjectNode about) {
        String account = about.path(Shapes.ACCOUNT).asText();
        ObjectNode event = Shapes.object();
        String id = Shapes.newId("evt");
        event.put("id", id).put("object", "event").put("api_version", Stripe.API_VERSION);
        event.put("created", clock.instant().getEpochSecond());
        event.putObject("data").set("object", shapes.shown(object, Set.of()));
        event.put("livemode", false).put("pending_webhooks", 1);
        event.putObject("request").putNull("id").putNull("idempotency_key");
        event.put("type", type);
        book.put(KIND, id, event.deepCopy().put(Shapes.ACCOUNT, account));
        String url = about.path(Shapes.NOTIFY).asText("");
        if (url.isEmpty()) {
            ObjectNode endpoint = book.get(ENDPOINT, account);
            url = endpoint == null ? "" : endpoint.path("url").asText();
        }
        if (post != null && !url.isEmpty()) {
            ObjectNode notice = Shapes.object().put("id", id).put("url", url).put("account", account);
            post.take(notice.put("body", event.toString()), faults.onNotice());
        }
    }

    private Ask written(ObjectNode notice, boolean wrongSignature) {
        byte[] body = notice.path("body").asText().getBytes(StandardCharsets.UTF_8);
        List<String> secrets = wrongSignature
                ? List.of(accounts.wrongSecret())
                : accounts.signingSecrets(notice.path("account").asText());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json; charset=utf-8");
        headers.put("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)");
        headers.put(
                "Stripe-Signature",
                StripeAccounts.signed(secrets, clock.instant().getEpochSecond(), body));
        return Ask.post(notice.path("url").asText(), headers, body);
    }

    @Override
    public void close() {
        if (post != null) {
            post.close();
        }
    }
}
