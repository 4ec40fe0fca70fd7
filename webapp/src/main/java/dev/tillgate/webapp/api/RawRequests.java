package dev.tillgate.webapp.api;

import dev.tillgate.provider.InboundRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Requests of others as raw as they came: what signatures are checked over. */
public final class RawRequests {
    private static final int MOST_HEADERS = 100;

    private RawRequests() {}

    /** @param body already read, within its limit */
    public static InboundRequest of(ContainerRequestContext request, byte[] body, InstantSource clock) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach((name, values) -> {
            if (headers.size() < MOST_HEADERS && !values.isEmpty()) {
                headers.put(name, values.get(0));
            }
        });
        var uri = request.getUriInfo().getRequestUri();
        return new InboundRequest(
                request.getMethod(), uri.getRawPath(), uri.getRawQuery(), headers, body, clock.instant());
    }
}
