package dev.tillgate.provider.wechatpay.simulator;

import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out who signed a request, as WeChat does. */
final class RequestCheck {
    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";
    private static final Pattern WHOLE = Pattern.compile("[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*");
    private static final Pattern PAIR = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");
    private static final Duration LONGEST_AGE = Duration.ofMinutes(5);

    private final SimulatorMerchants merchants;

    RequestCheck(SimulatorMerchants merchants) {
        this.merchants = merchants;
    }

    /** @throws WireError when it is not signed by a merchant */
    SimulatorMerchant signer(InboundRequest request, Instant now) {
        Map<String, String> said = read(request.header("Authorization"));
        SimulatorMerchant merchant = merchants.find(said.getOrDefault("mchid", ""));
        if (merchant == null || !merchant.serial().equalsIgnoreCase(said.get("serial_no"))) {
            throw unsigned("no such merchant or certificate");
        }
        String timestamp = said.getOrDefault("timestamp", "");
        if (!isFresh(timestamp, now)) {
            throw unsigned("the timestamp is too far from now");
        }
        String query = request.query() == null ? "" : "?" + request.query();
        String message = request.method() + "\n" + request.path() + query + "\n" + timestamp + "\n"
                + said.getOrDefault("nonce_str", "") + "\n" + new String(request.body(), StandardCharsets.UTF_8)
                + "\n";
        String signature = said.getOrDefault("signature", "");
        if (!SimulatorKeys.verify(merchant.publicKey(), message.getBytes(StandardCharsets.UTF_8), signature)) {
            throw unsigned("the signature does not fit");
        }
        String accept = Objects.requireNonNullElse(request.header("Accept"), "");
        if (!accept.contains("application/json") && !accept.contains("*/*")) {
            throw new WireError(406, "PARAM_ERROR", "Accept must be application/json");
        }
        return merchant;
    }

    private static Map<String, String> read(@Nullable String header) {
        if (header == null || !header.startsWith(SCHEME)) {
            throw unsigned("no Authorization");
        }
        String pairs = header.substring(SCHEME.length());
        if (!WHOLE.matcher(pairs).matches()) {
            throw unsigned("Authorization cannot be read");
        }
        Map<String, String> said = new HashMap<>();
        Matcher matcher = PAIR.matcher(pairs);
        while (matcher.find()) {
            said.put(matcher.group(1), matcher.group(2));
        }
        return said;
    }

    private static boolean isFresh(String timestamp, Instant now) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, now).abs().compareTo(LONGEST_AGE) <= 0;
    }

    private static WireError unsigned(String why) {
        return new WireError(401, "SIGN_ERROR", why);
    }
}
