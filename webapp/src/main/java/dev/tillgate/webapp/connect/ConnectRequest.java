package dev.tillgate.webapp.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.vault.SealBroken;
import dev.tillgate.vault.Vault;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shop's wish to be connected, as its plugin sent the browser with it.
 *
 * @param shop its address, as {@link ShopAddress} writes it
 * @param name what the shop calls itself
 * @param back a page of the shop, where the browser goes afterwards
 * @param state given back untouched
 * @param challenge base64url of the SHA-256 of what only the plugin knows (RFC 7636)
 * @param version the plugin's
 */
public record ConnectRequest(
        String platform, String shop, String name, String back, String state, String challenge, String version) {
    /** Kinds of shops whose plugin can ask for it. */
    public static final Set<String> PLATFORMS = Set.of("woocommerce");

    private static final Duration LIFE = Duration.ofHours(1);
    private static final String PURPOSE = "connect-request";
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9.+_-]{0,40}");
    private static final Pattern SEALED = Pattern.compile("[A-Za-z0-9._-]{20,6000}");
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_BACK = 1_000;
    private static final int LONGEST_STATE = 300;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** What came of reading one: the request, or the names of the parameters that cannot be used. */
    public record Read(Optional<ConnectRequest> request, List<String> wrong) {}

    /** @param query the parameter with this name, or null */
    public static Read read(Function<String, @Nullable String> query) {
        List<String> wrong = new ArrayList<>();
        String platform = query.apply("platform");
        Optional<ShopAddress> shop = ShopAddress.of(query.apply("shop"));
        String back = query.apply("return");
        String state = query.apply("state");
        String challenge = query.apply("challenge");
        String version = query.apply("version");
        require(platform != null && PLATFORMS.contains(platform), "platform", wrong);
        require(shop.isPresent(), "shop", wrong);
        require(
                back != null
                        && back.length() <= LONGEST_BACK
                        && shop.filter(s -> s.owns(back)).isPresent(),
                "return",
                wrong);
        require(state != null && !state.isEmpty() && state.length() <= LONGEST_STATE, "state", wrong);
        require(challenge != null && CHALLENGE.matcher(challenge).matches(), "challenge", wrong);
        require(version == null || VERSION.matcher(version).matches(), "version", wrong);
        if (!wrong.isEmpty() || platform == null || back == null || state == null || challenge == null) {
            return new Read(Optional.empty(), wrong);
        }
        ShopAddress address = shop.orElseThrow();
        return new Read(
                Optional.of(new ConnectRequest(
                        platform,
                        address.toString(),
                        name(query.apply("name"), address.host()),
                        back,
                        state,
                        challenge,
                        version == null ? "" : version)),
                wrong);
    }

    /** As part of an address of ours: whoever comes back with it has not changed it. */
    public String sealed(Vault vault, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("until", Long.toString(now.plus(LIFE).getEpochSecond()));
        fields.put("platform", platform);
        fields.put("shop", shop);
        fields.put("name", name);
        fields.put("return", back);
        fields.put("state", state);
        fields.put("challenge", challenge);
        fields.put("version", version);
        try {
            return vault.seal(PURPOSE, "", JSON.writeValueAsString(fields));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of texts cannot be written", impossible);
        }
    }

    /** What {@link #sealed} wrote, unless it was changed or is too old. */
    public static Optional<ConnectRequest> opened(Vault vault, String sealed, Instant now) {
        if (!SEALED.matcher(sealed).matches()) {
            return Optional.empty();
        }
        try {
            var fields = JSON.readTree(vault.open(PURPOSE, "", sealed));
            return Instant.ofEpochSecond(fields.path("until").asLong()).isBefore(now)
                    ? Optional.empty()
                    : read(name -> fields.path(name).textValue()).request();
        } catch (SealBroken | JsonProcessingException changed) {
            return Optional.empty();
        }
    }

    /** The shop's page with the answer, which is {@code code=…} or {@code error=…}. */
    public String backWith(String answer, String value) {
        return back + (back.indexOf('?') < 0 ? "?" : back.endsWith("?") || back.endsWith("&") ? "" : "&") + answer + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&state="
                + URLEncoder.encode(state, StandardCharsets.UTF_8);
    }

    /** The shop without scheme, for reading. */
    public String where() {
        return shop.substring(shop.indexOf("://") + 3);
    }

    /** Without {@code state}. */
    @Override
    public String toString() {
        return "ConnectRequest[" + platform + " " + shop + "]";
    }

    private static void require(boolean fine, String name, List<String> wrong) {
        if (!fine) {
            wrong.add(name);
        }
    }

    private static String name(@Nullable String said, String otherwise) {
        StringBuilder name = new StringBuilder();
        (said == null ? "" : said)
                .codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.isDefined(c)
                        && Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST_NAME)
                .forEach(name::appendCodePoint);
        String kept = name.toString().strip();
        return kept.isEmpty() ? otherwise.substring(0, Math.min(otherwise.length(), LONGEST_NAME)) : kept;
    }
}
