package dev.tillgate.webapp;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.catalog.Providers;
import dev.tillgate.provider.MethodType;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.operate.GoneClients;
import dev.tillgate.webapp.operate.HealthResource;
import dev.tillgate.webapp.operate.LogContext;
import dev.tillgate.webapp.operate.Metrics;
import dev.tillgate.webapp.operate.MetricsResource;
import dev.tillgate.webapp.operate.PaymentCounts;
import dev.tillgate.webapp.operate.Readiness;
import dev.tillgate.webapp.operate.RouteMeters;
import dev.tillgate.webapp.page.FormsOnly;
import dev.tillgate.webapp.problem.Problems;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/** The part of the composition root for who runs it: health, metrics, log lines that say what they are about. */
final class Operations {
    private Operations() {}

    /** What is watched. */
    record Watched(Metrics metrics, Readiness readiness, HikariDataSource database, HikariDataSource reads) {}

    static void add(
            ResourceConfig config, FinishedObjects finished, Listeners committed, Watched watched, Settings settings) {
        MeterRegistry meters = watched.metrics().registry();
        watched.metrics().watch(watched.database());
        watched.metrics().watch(watched.reads());
        Set<String> methods = Providers.ALL.stream()
                .flatMap(type -> type.methods().stream())
                .map(MethodType::code)
                .collect(Collectors.toSet());
        committed.add(new PaymentCounts(meters, methods));
        finished.add(new HealthResource(watched.readiness()));
        finished.add(new MetricsResource(watched.metrics(), settings.get(Keys.METRICS_TOKEN)));
        GoneClients.silence();
        config.register(new RouteMeters(meters));
        config.register(new LogContext());
        config.register(new FormsOnly(
                List.of("pay/", "console", "demo/cart", "demo/orders"),
                Pattern.compile("console/settlement|console/disputes/[^/]+/files")));
        config.register(new Problems((status, request) -> Response.status(status)
                .type("text/plain")
                .entity("HTTP " + status + "\n")
                .build()));
        config.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    }
}
