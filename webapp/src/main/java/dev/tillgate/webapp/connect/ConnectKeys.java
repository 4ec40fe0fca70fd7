package dev.tillgate.webapp.connect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.catalog.Platforms;
import dev.tillgate.merchant.ConnectGrant;
import dev.tillgate.merchant.GrantBook;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.ProvesAccess;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects WooCommerce shops that do not have our plugin: the merchant approves in the shop, and the shop's server hands
 * us keys to its REST interface. Nothing about that request proves who sent it, so a random single-use code says whose
 * shop it is, and the keys are kept only when they open that very shop.
 * https://woocommerce.github.io/woocommerce-rest-api-docs/#rest-api-keys (checked 2026-11-25).
 */
public final class ConnectKeys {
    /** How long the merchant may take to approve. */
    public static final Duration LIFE = Duration.ofMinutes(30);
    /** Where shops send their keys. */
    public static final String CALLBACK = "/hooks/connect/woocommerce";

    private static final Logger LOG = LoggerFactory.getLogger(ConnectKeys.class);
    private static final String PLATFORM = "woocommerce";
    private static final String PRETTY = "/wp-json";
    private static final String PLAIN = "/?rest_route=";
    private static final String CODE = "tg_wa_[A-Za-z0-9_-]{43}";

    private final GrantBook grants;
    private final Connections connections;
    private final Exchange exchange;
    private final URI publicUrl;
    private final Clock clock;

    public ConnectKeys(GrantBook grants, Connections connections, Exchange exchange, URI publicUrl, Clock clock) {
        this.grants = grants;
        this.connections = connections;
        this.exchange = exchange;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** What came of beginning: the shop's page to approve on, or a message key that says why not. */
    public sealed interface Begun {
        /** {@code address} is at the shop. */
        record Approve(String address) implements Begun {}

        /** {@code why} is a message key. */
        record No(String why) implements Begun {}
    }

    /**
     * Looks whether there is a shop, and where the merchant approves.
     *
     * @param offered which of its payment methods are paid through us
     * @param language of notes beside orders
     */
    public Begun begin(MerchantId merchant, StoreId store, ShopAddress shop, String offered, String language) {
        if (!"https".equals(publicUrl.getScheme())) {
            return new Begun.No("keys.needs_https");
        }
        Optional<String> links = links(shop);
        if (links.isEmpty() && shop.isPlain() && shop.port() == 80) {
            // Typed without the s: a shop on https answers http with nothing but the way there.
            return begin(merchant, store, shop.onTls(), offered, language);
        }
        if (links.isEmpty()) {
            return new Begun.No("keys.no_shop");
        }
        SecretText code = SecretText.next("tg_wa_");
        Instant now = clock.instant();
        grants.insert(
                new ConnectGrant(
                        merchant,
                        code.digest(),
                        ConnectGrant.Door.REST_KEYS,
                        store,
                        offered,
                        shop.toString(),
                        links.get() + " " + language,
                        now.plus(LIFE)),
                now);
        String parameters = "app_name=Tillgate&scope=read_write&user_id=" + code.value()
                + "&return_url=" + encoded(publicUrl + "/console/stores/" + store + "/keys/done")
                + "&callback_url=" + encoded(publicUrl + CALLBACK);
        return new Begun.Approve(
                links.get().equals(PRETTY)
                        ? shop + "/wc-auth/v1/authorize?" + parameters
                        : shop + "/?wc-auth-version=1&wc-auth-route=authorize&" + parameters);
    }

    /**
     * Takes the keys that a shop's server has sent. Whatever is wrong, the shop is not told more than that it is.
     *
     * @return whether they were kept; if not, the shop deletes them again
     */
    public boolean receive(byte[] body) {
        JsonNode sent = StrictJson.object(body);
        String code = sent == null ? null : StrictJson.text(sent, "user_id");
        if (sent == null || code == null || !code.matches(CODE)) {
            return false;
        }
        Optional<ConnectGrant> grant = grants.take(new SecretText(code).digest())
                .filter(found -> found.door() == ConnectGrant.Door.REST_KEYS)
                .filter(found -> found.expiresAt().isAfter(clock.instant()));
        return grant.isPresent() && keep(grant.get(), sent);
    }

    /** Whether the store is connected by keys now. */
    public boolean areKept(MerchantId merchant, StoreId store) {
        return connections
                .find(merchant, store)
                .filter(shop -> "rest".equals(shop.connection().settings().getOr("door", "")))
                .isPresent();
    }

    private boolean keep(ConnectGrant grant, JsonNode sent) {
        PlatformType type = Platforms.find(PLATFORM).orElseThrow();
        StoreId store = grant.store();
        String key = StrictJson.text(sent, "consumer_key");
        String secret = StrictJson.text(sent, "consumer_secret");
        boolean writes = "read_write".equals(StrictJson.text(sent, "key_permissions"));
        if (store == null || key == null || secret == null || !writes) {
            return false;
        }
        Settings settings = settings(grant, key, secret);
        if (!areFine(type, settings)) {
            return false;
        }
        boolean proven = connections.tried(grant.merchant(), store, type, settings) instanceof ProvesAccess shop
                && shop.prove().isEmpty();
        if (!proven) {
            LOG.warn("keys for {} do not open its shop", store);
            return false;
        }
        connections.connect(grant.merchant(), store, type, settings);
        return true;
    }

    private static Settings settings(ConnectGrant grant, String key, String secret) {
        String[] remembered = grant.challenge().split(" ", 2);
        Map<String, String> settings = new HashMap<>();
        settings.put("door", "rest");
        settings.put("shop", grant.shop());
        settings.put("root", grant.shop() + remembered[0]);
        settings.put("consumer_key", key);
        settings.put("consumer_secret", secret);
        settings.put("webhook_secret", SecretText.next("").value());
        settings.put("offered", grant.storeName());
        settings.put("language", remembered.length > 1 ? remembered[1] : "en");
        return new Settings(settings);
    }

    private static boolean areFine(PlatformType type, Settings settings) {
        return type.settings().stream()
                        .filter(field -> settings.values().containsKey(field.name()))
                        .allMatch(field ->
                                field.check().apply(settings.get(field.name())).isEmpty())
                && type.check().apply(settings).isEmpty();
    }

    /** How the shop's REST interface is addressed, or nothing when there is none with WooCommerce. */
    private Optional<String> links(ShopAddress shop) {
        for (String links : List.of(PRETTY, PLAIN)) {
            String index = links.equals(PRETTY)
                    ? shop + PRETTY + "/?_fields=namespaces"
                    : shop + PLAIN + "/&_fields=namespaces";
            try {
                Exchange.Answer answer = exchange.send(
                        Exchange.Ask.get(index, Map.of("Accept", "application/json", "User-Agent", "Tillgate")));
                JsonNode said = answer.status() == 200 ? StrictJson.object(answer.body()) : null;
                if (said != null && said.path("namespaces").toString().contains("\"wc/v3\"")) {
                    return Optional.of(links);
                }
            } catch (IOException notThere) {
                // The next spelling, or none.
            }
        }
        return Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
