package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.simulator.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A way to the bank without a wire, for measuring everything else. Goes wrong in the same ways. */
public final class InProcessExchange implements Exchange {
    private final SandboxBank bank;
    private final String baseUrl;

    public InProcessExchange(SandboxBank bank, String baseUrl) {
        this.bank = bank;
        this.baseUrl = baseUrl;
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        if (!ask.url().startsWith(baseUrl + "/")) {
            throw new NotSentException("nobody is at this address");
        }
        String rest = ask.url().substring(baseUrl.length());
        int query = rest.indexOf('?');
        Reply reply = bank.handle(new InboundRequest(
                ask.method(),
                query < 0 ? rest : rest.substring(0, query),
                query < 0 ? null : rest.substring(query + 1),
                ask.headers(),
                ask.body(),
                Instant.now()));
        pause(reply);
        if (reply.delivery() != Reply.Delivery.WHOLE) {
            throw new EOFException("the connection ended before the answer did");
        }
        Map<String, List<String>> headers = new TreeMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Answer(reply.status(), Collections.unmodifiableMap(headers), reply.body());
    }

    private static void pause(Reply reply) throws InterruptedIOException {
        if (reply.delay().isZero()) {
            return;
        }
        try {
            Thread.sleep(reply.delay());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for the answer");
        }
    }
}
