package dev.tillgate.webapp.operate;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a load balancer whether to send work here. {@code live}: the process answers. {@code ready}: the database
 * answers within two seconds, background work runs and nobody is stopping it; otherwise 503, saying what is wrong.
 */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
    private static final String UP = "up";

    private final Readiness readiness;

    public HealthResource(Readiness readiness) {
        this.readiness = readiness;
    }

    @GET
    @Path("/live")
    public Response live() {
        return answer(200, Map.of("status", UP));
    }

    @GET
    @Path("/ready")
    public Response ready() throws InterruptedException {
        Map<String, String> checks = readiness.checks();
        boolean ready = checks.values().stream().allMatch(UP::equals);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("status", ready ? UP : "down");
        body.putAll(checks);
        return answer(ready ? 200 : 503, body);
    }

    private static Response answer(int status, Map<String, String> body) {
        return Response.status(status)
                .entity(body)
                .header("Cache-Control", "no-store")
                .build();
    }
}
