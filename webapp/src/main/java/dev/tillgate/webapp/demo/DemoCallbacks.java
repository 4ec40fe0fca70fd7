package dev.tillgate.webapp.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the gateway tells the demo shop what became of its orders. The rules of every shop: believe nothing before its
 * signature is checked over the raw bytes; let each event count once; let no older one overwrite a newer one; compare
 * order, amount and currency; answer 2xx only when it is stored.
 */
@Path("/demo/callbacks")
public final class DemoCallbacks {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCallbacks.class);
    private static final int LARGEST = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ShopOrders orders;
    private final CallbackCheck check;
    private final Clock clock;

    public DemoCallbacks(ShopOrders orders, CallbackCheck check, Clock clock) {
        this.orders = orders;
        this.check = check;
        this.clock = clock;
    }

    @POST
    public Response receive(InputStream in, @Context HttpHeaders headers) throws IOException {
        byte[] body = in.readNBytes(LARGEST + 1);
        if (body.length > LARGEST || !check.isGenuine(single(headers), body)) {
            return Response.status(401).build();
        }
        Callback callback;
        try {
            callback = Callback.read(JSON.readTree(body));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("a genuine callback cannot be read: {}", e.getMessage());
            return Response.status(400).build();
        }
        return orders.receive(callback, clock.instant())
                .map(order -> Response.noContent().build())
                .orElseGet(() -> Response.status(404).build());
    }

    private static Map<String, String> single(HttpHeaders headers) {
        Map<String, String> single = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.getRequestHeaders().forEach((name, values) -> single.put(name, values.getFirst()));
        return single;
    }
}
