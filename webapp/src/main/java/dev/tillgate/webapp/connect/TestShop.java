package dev.tillgate.webapp.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.callback.CallbackForm;
import dev.tillgate.callback.StoreSignatures;
import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.merchant.Administration;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tries from this side whether a shop's plugin answers: at the address it prefers, then at its other one. What answers
 * is called from then on.
 */
public final class TestShop {
    /** The setting with the address that the shop prefers to be told at. */
    public static final String NOTIFY_URL = "notify_url";
    /** The setting with its other address, for shops whose REST interface is blocked; may be absent. */
    public static final String FALLBACK = "notify_url_fallback";

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int OK = 200;

    private final Administration administration;
    private final ConnectionBook connections;
    private final StoreSignatures signatures;
    private final Exchange exchange;
    private final Clock clock;

    public TestShop(
            Administration administration,
            ConnectionBook connections,
            StoreSignatures signatures,
            Exchange exchange,
            Clock clock) {
        this.administration = administration;
        this.connections = connections;
        this.signatures = signatures;
        this.exchange = exchange;
        this.clock = clock;
    }

    /** What it is about the address that does not answer. */
    public enum Problem {
        /** The shop's plugin never named an address. */
        NOT_CONNECTED,
        /** We do not call there: a private address or plain http, and the operator has not allowed it. */
        ADDRESS_REFUSED,
        /** No connection, or no valid certificate. */
        NO_CONNECTION,
        /** Connected, and then no whole answer in time. */
        NO_ANSWER,
        /** Something before the plugin refuses: a firewall, a security plugin, a password for the whole site. */
        BLOCKED,
        /** The shop's server has an error. */
        SERVER_ERROR,
        /** Another page answers: another site, a cache, or the plugin is not active. */
        OTHER_ANSWER,
        /** The plugin answers with another secret: another site, or a copy of it, was connected since. */
        BAD_SIGNATURE
    }

    /**
     * What was found.
     *
     * @param via {@code rest} for the preferred address, {@code wc-api} for the other, or null
     * @param skewMillis how far the shop's clock is ahead of ours, or null
     * @param problem why not, of the preferred address, or null
     * @param status the HTTP status that came back last, or null
     */
    public record Result(
            boolean reachable,
            @Nullable String via,
            @Nullable Long skewMillis,
            @Nullable Problem problem,
            @Nullable Integer status) {}

    /** Calls the shop, for ten seconds at most for each address; keeps the address that answers as the one to call. */
    public Result run(MerchantId merchant, StoreId store) {
        Map<String, String> settings = connections
                .find(merchant, store)
                .map(found -> found.settings().values())
                .orElse(Map.of());
        String first = settings.get(NOTIFY_URL);
        if (first == null) {
            return failed(Problem.NOT_CONNECTED, null);
        }
        Shop shop = new Shop(merchant, store);
        Result preferred = ping(first, "rest", shop);
        String second = settings.get(FALLBACK);
        if (preferred.reachable() || second == null || second.equals(first)) {
            call(merchant, store, first);
            return preferred;
        }
        Result other = ping(second, "wc-api", shop);
        if (other.reachable()) {
            call(merchant, store, second);
            return new Result(true, other.via(), other.skewMillis(), preferred.problem(), preferred.status());
        }
        return preferred;
    }

    private void call(MerchantId merchant, StoreId store, String url) {
        boolean already = administration
                .merchants()
                .store(merchant, store)
                .map(known -> url.equals(known.callbackUrl()) && known.callbackDisabledAt() == null)
                .orElse(true);
        if (!already) {
            administration.stores().callShopAt(merchant, store, url);
        }
    }

    private Result ping(String url, String via, Shop shop) {
        String id = TimeOrderedId.next("msg");
        byte[] body =
                body(Map.of("id", id, "type", "ping", "store_id", shop.store().value()));
        Instant sent = clock.instant();
        try {
            Exchange.Answer answer = exchange.send(signatures.sign(shop.merchant(), shop.store(), url, id, body));
            return judged(answer, id, via, middle(sent, clock.instant()), shop);
        } catch (NotSentException notSent) {
            String why = notSent.getMessage() == null ? "" : notSent.getMessage();
            boolean refused = why.startsWith("address not allowed") || why.startsWith("only https");
            return failed(refused ? Problem.ADDRESS_REFUSED : Problem.NO_CONNECTION, null);
        } catch (IOException lost) {
            return failed(Problem.NO_ANSWER, null);
        }
    }

    private Result judged(Exchange.Answer answer, String id, String via, Instant middle, Shop shop) {
        int status = answer.status();
        if (status != OK) {
            return failed(
                    status >= 500 ? Problem.SERVER_ERROR : status >= 400 ? Problem.BLOCKED : Problem.OTHER_ANSWER,
                    status);
        }
        JsonNode pong = StrictJson.object(answer.body());
        if (pong == null || !id.equals(StrictJson.text(pong, "pong"))) {
            return failed(Problem.OTHER_ANSWER, status);
        }
        Long skew = skew(StrictJson.text(pong, "time"), middle);
        // A shop whose clock is far off signs with a time that is not believed: that is the clock's fault.
        boolean clockOnly =
                skew != null && Math.abs(skew) > Duration.ofMinutes(4).toMillis();
        if (!clockOnly && !isSigned(answer, shop)) {
            return failed(Problem.BAD_SIGNATURE, status);
        }
        return new Result(true, via, skew, null, status);
    }

    private boolean isSigned(Exchange.Answer answer, Shop shop) {
        return signatures.isGenuine(
                shop.merchant(),
                shop.store(),
                new StoreSignatures.Given(
                        answer.header(CallbackForm.WEBHOOK_ID),
                        answer.header(CallbackForm.WEBHOOK_TIMESTAMP),
                        answer.header(CallbackForm.WEBHOOK_SIGNATURE)),
                answer.body());
    }

    private record Shop(MerchantId merchant, StoreId store) {}

    private static Result failed(Problem problem, @Nullable Integer status) {
        return new Result(false, null, null, problem, status);
    }

    private static @Nullable Long skew(@Nullable String time, Instant middle) {
        try {
            return time == null
                    ? null
                    : Duration.between(middle, Instant.parse(time)).toMillis();
        } catch (DateTimeException | ArithmeticException unreadable) {
            return null;
        }
    }

    private static Instant middle(Instant sent, Instant answered) {
        return sent.plus(Duration.between(sent, answered).dividedBy(2));
    }

    private static byte[] body(Map<String, String> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts cannot be written", impossible);
        }
    }
}
