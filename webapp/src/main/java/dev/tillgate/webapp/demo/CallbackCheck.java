package dev.tillgate.webapp.demo;

import dev.tillgate.callback.CallbackRefused;
import dev.tillgate.callback.CallbackVerifier;
import dev.tillgate.provider.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a callback was signed by the gateway, for this shop, just now. Either signature alone would do; this shop
 * checks both, to show how.
 */
public final class CallbackCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CallbackCheck.class);

    private final CallbackVerifier tokens;
    private final Supplier<ShopAccess> access;
    private final Clock clock;

    CallbackCheck(CallbackVerifier tokens, Supplier<ShopAccess> access, Clock clock) {
        this.tokens = tokens;
        this.access = access;
        this.clock = clock;
    }

    /**
     * Checks tokens by the keys the gateway publishes.
     *
     * @param gateway where this shop reaches the gateway
     * @param issuer the gateway's public address, which its tokens name
     */
    public static CallbackCheck of(Exchange wire, URI gateway, URI issuer, Supplier<ShopAccess> access, Clock clock) {
        CallbackVerifier tokens = new CallbackVerifier(
                () -> keys(wire, gateway),
                issuer.toString(),
                access.get().store(),
                // This shop notes what it handled together with what it changed, in one transaction.
                event -> false,
                clock);
        return new CallbackCheck(tokens, access, clock);
    }

    /**
     * @param headers names compared without case
     * @param body the raw bytes as they came
     */
    boolean isGenuine(Map<String, String> headers, byte[] body) {
        try {
            tokens.verify(headers.get("Authorization"), body);
        } catch (CallbackRefused refused) {
            LOG.warn("callback refused: {}", refused.getMessage());
            return false;
        }
        boolean shared = StandardWebhook.isGenuine(headers, body, access.get().webhookSecrets(), clock.instant());
        if (!shared) {
            LOG.warn("callback refused: not signed with the shared secret");
        }
        return shared;
    }

    private static String keys(Exchange wire, URI gateway) {
        try {
            Exchange.Answer answer = wire.send(Exchange.Ask.get(gateway + "/.well-known/jwks.json", Map.of()));
            if (answer.status() != 200) {
                throw new IOException("the gateway answered " + answer.status());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
