package dev.tillgate.chat.meta;

import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Requests that look like Meta's. */
public final class ForgedMeta {
    private static final String SIGNATURE = "X-Hub-Signature-256";

    private ForgedMeta() {}

    /** A genuine one in other bytes, and with other signatures. */
    public static List<InboundRequest> of(InboundRequest genuine) {
        String signature = String.valueOf(genuine.header(SIGNATURE));
        byte[] body = genuine.body();
        byte[] changed = new String(body, StandardCharsets.US_ASCII)
                .replaceFirst("\"id\":\"", "\"id\":\"1")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] spaced = (new String(body, StandardCharsets.US_ASCII) + " ").getBytes(StandardCharsets.US_ASCII);
        String sha1 = signature.replace("sha256=", "sha1=").substring(0, 45);
        return List.of(
                with(genuine, Map.of(), body),
                with(genuine, Map.of(SIGNATURE, ""), body),
                with(genuine, Map.of(SIGNATURE, "sha256="), body),
                with(genuine, Map.of(SIGNATURE, signature.substring(7)), body),
                with(genuine, Map.of("X-Hub-Signature", sha1), body),
                with(genuine, Map.of(SIGNATURE, Hmac.header("another app's secret", body)), body),
                with(genuine, Map.of(SIGNATURE, signature), changed),
                with(genuine, Map.of(SIGNATURE, signature), spaced),
                handshake("another-word"),
                handshake(""));
    }

    /** As Meta asks whether an address is ours. */
    public static InboundRequest handshake(String verify) {
        return new InboundRequest(
                "GET",
                "/hooks/chat/chn_1",
                "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=" + verify,
                Map.of(),
                new byte[0],
                Instant.now());
    }

    static InboundRequest with(InboundRequest request, Map<String, String> headers, byte[] body) {
        return new InboundRequest(
                request.method(), request.path(), request.query(), headers, body, request.receivedAt());
    }
}
