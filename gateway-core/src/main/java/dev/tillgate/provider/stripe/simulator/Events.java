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
    private final WebhookEndpoints endpoints;
    private final FaultPlan faults;
    private final InstantSource clock;
    private final @Nullable NoticePost post;

    /**
     * Who is told, and how.
     *
     * @param sender how notifications leave, or null when none are sent
     */
    record Ears(
            StripeAccounts accounts,
            WebhookEndpoints endpoints,
            @Nullable Exchange sender) {}

    Events(JsonBook book, Shapes shapes, Ears ears, FaultPlan faults, InstantSource clock) {
        this.book = book;
        this.shapes = shapes;
        this.accounts = ears.accounts;
        this.endpoints = ears.endpoints;
        this.faults = faults;
        this.clock = clock;
        Exchange sender = ears.sender;
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
        // Practicing accounts of one merchant share this one: each is told only of what it asked for.
        if (endpoints.any(account, url)) {
            for (ObjectNode endpoint : endpoints.hearing(account, url, type)) {
                String to = endpoint.path("id").asText();
                ObjectNode notice = Shapes.object().put("id", id + " " + to).put("endpoint", to);
                post(notice.put("url", endpoint.path("url").asText()).put("account", account), event);
            }
            return;
        }
        if (url.isEmpty()) {
            ObjectNode endpoint = book.get(ENDPOINT, account);
            url = endpoint == null ? "" : endpoint.path("url").asText();
        }
        if (!url.isEmpty()) {
            post(Shapes.object().put("id", id).put("url", url).put("account", account), event);
        }
    }

    private void post(ObjectNode notice, ObjectNode event) {
        if (post != null) {
            post.take(notice.put("body", event.toString()), faults.onNotice());
        }
    }

    private Ask written(ObjectNode notice, boolean wrongSignature) {
        byte[] body = notice.path("body").asText().getBytes(StandardCharsets.UTF_8);
        List<String> secrets = wrongSignature
                ? List.of(accounts.wrongSecret())
                : notice.has("endpoint")
                        ? List.of(endpoints.secret(notice.path("endpoint").asText()))
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
