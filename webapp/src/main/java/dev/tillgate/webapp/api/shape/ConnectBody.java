package dev.tillgate.webapp.api.shape;

import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.connect.ShopAddress;
import dev.tillgate.webapp.connect.TestShop;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a shop's plugin redeems its code with. */
@Schema(name = "ConnectShop", description = "What a shop's plugin redeems its code with.")
public record ConnectBody(
        @Schema(description = "The code that the browser brought back", minLength = 1, maxLength = 100)
        String code,

        @Schema(description = "What the challenge was made from (RFC 7636)", minLength = 43, maxLength = 128)
        String verifier,

        @Schema(
                description = "The shop's address, as it was approved",
                minLength = 1,
                maxLength = 300,
                example = "https://shop.example")
        String shop,

        @Schema(
                description = "Where the shop is told of events, at the shop's own address",
                minLength = 1,
                maxLength = 2000)
        String notifyUrl,

        @Schema(description = "Its other address, for when the first one is blocked", minLength = 1, maxLength = 2000)
        @Nullable
        String notifyUrlFallback,

        @Schema(description = "What runs there") @Nullable Versions versions,

        @Schema(description = "The shop's currency", minLength = 3, maxLength = 3, example = "EUR") @Nullable
        String currency,

        @Schema(description = "The shop's number of decimals", minimum = "0", maximum = "8") @Nullable
        Integer decimals) {
    private static final int LONGEST_VERSION = 40;
    private static final int LONGEST_CODE = 100;
    private static final String VERIFIER = "[A-Za-z0-9._~-]{43,128}";

    /** What runs there. */
    @Schema(name = "ShopVersions", description = "What runs at the shop.")
    public record Versions(
            @Schema(minLength = 1, maxLength = 40) @Nullable String plugin,
            @Schema(minLength = 1, maxLength = 40) @Nullable String wordpress,
            @Schema(minLength = 1, maxLength = 40) @Nullable String woocommerce,
            @Schema(minLength = 1, maxLength = 40) @Nullable String php) {}

    /**
     * What was sent, checked.
     *
     * @param settings of the connection
     */
    public record Sent(String code, String verifier, String shop, String notifyUrl, Map<String, String> settings) {
        @Override
        public String toString() {
            return "Sent[" + shop + "]";
        }
    }

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
    public static Sent read(JsonBody body) {
        Fields fields = body.fields();
        String code = fields.text("code", LONGEST_CODE);
        String verifier = fields.text("verifier", 128);
        if (!verifier.isEmpty() && !verifier.matches(VERIFIER)) {
            fields.reject("verifier", "must be 43 to 128 unreserved characters");
        }
        String shop = fields.text("shop", 300);
        Optional<ShopAddress> address = ShopAddress.of(shop);
        if (!shop.isEmpty() && address.isEmpty()) {
            fields.reject("shop", "must be an absolute http or https address without query");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        if (!fields.has("notify_url")) {
            fields.text("notify_url", 2000);
        }
        String notify = own(fields, TestShop.NOTIFY_URL, address, settings);
        own(fields, TestShop.FALLBACK, address, settings);
        versions(fields.object("versions"), settings);
        put(
                settings,
                "currency",
                fields.optionalText("currency", 3, c -> c.matches("[A-Z]{3}"), "three capital letters"));
        long decimals = fields.whole("decimals", 0, 8, -1);
        put(settings, "decimals", decimals < 0 ? null : Long.toString(decimals));
        fields.end();
        put(settings, "shop", address.map(ShopAddress::toString).orElse(null));
        return new Sent(code, verifier, address.map(ShopAddress::toString).orElse(""), notify, settings);
    }

    private static String own(Fields fields, String name, Optional<ShopAddress> shop, Map<String, String> settings) {
        String url = fields.optionalUrl(name);
        if (url == null || url.isEmpty()) {
            return "";
        }
        if (shop.isPresent() && !shop.get().owns(url)) {
            fields.reject(name, "must be at the shop's own address");
        }
        settings.put(name, url);
        return url;
    }

    private static void versions(@Nullable Fields versions, Map<String, String> settings) {
        if (versions != null) {
            for (String part : new String[] {"plugin", "wordpress", "woocommerce", "php"}) {
                put(settings, part + "_version", versions.optionalText(part, LONGEST_VERSION));
            }
        }
    }

    private static void put(Map<String, String> settings, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            settings.put(name, value);
        }
    }
}
