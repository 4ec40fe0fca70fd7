package dev.tillgate.webapp.operate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metrics for Prometheus. Read from this machine itself, or with the operator's token as
 * {@code Authorization: Bearer …}; what a proxy passes on is not from this machine. Others are answered 403.
 */
@Path("/metrics")
public final class MetricsResource {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String PREFIX = "Bearer ";

    private final Metrics metrics;
    private final Optional<String> token;

    /** @param token what opens it from elsewhere, or empty */
    public MetricsResource(Metrics metrics, Optional<String> token) {
        this.metrics = metrics;
        this.token = token;
    }

    @GET
    public Response read(@Context HttpServletRequest request) {
        if (!isLocal(request) && !hasToken(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            return Response.status(Response.Status.FORBIDDEN)
                    .type("text/plain")
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .entity("Metrics are for this machine, or for who has the token set as metrics.token.\n")
                    .build();
        }
        return Response.ok(metrics.text())
                .type(FORMAT)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private boolean hasToken(@Nullable String authorization) {
        if (token.isEmpty() || authorization == null || !authorization.startsWith(PREFIX)) {
            return false;
        }
        byte[] given = authorization.substring(PREFIX.length()).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, token.get().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLocal(HttpServletRequest request) {
        boolean passedOn = request.getHeader("X-Forwarded-For") != null
                || request.getHeader("Forwarded") != null
                || request.getHeader("Via") != null;
        try {
            // An address in digits: nothing is looked up.
            return !passedOn && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
