package dev.tillgate.webapp.operate;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Times requests by the template of their address ({@code /api/v1/payments/{id}}), method and status, as
 * {@code tillgate_http_requests_seconds}. Addresses that nothing answers to are one series: anybody can invent them.
 */
public final class RouteMeters implements DynamicFeature, ContainerResponseFilter {
    private static final String BEGUN = "tillgate.begun";
    private static final int BEFORE_ALL = 1;

    private final MeterRegistry meters;

    public RouteMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        String verb = verb(resource.getResourceMethod());
        if (verb != null) {
            context.register(new Meter(meters, route(resource), verb));
        }
    }

    /** For all requests: the ones that met no resource. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BEGUN) == null) {
            meters.counter("tillgate.http.unmatched", "status", Integer.toString(response.getStatus()))
                    .increment();
        }
    }

    private static String route(ResourceInfo resource) {
        Path type = resource.getResourceClass().getAnnotation(Path.class);
        Path method = resource.getResourceMethod().getAnnotation(Path.class);
        String route = (type == null ? "" : type.value()) + "/" + (method == null ? "" : method.value());
        String plain = ("/" + route).replaceAll("/{2,}", "/").replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private static @Nullable String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value();
            }
        }
        return null;
    }

    /** One resource method's. */
    @Priority(BEFORE_ALL)
    private static final class Meter implements ContainerRequestFilter, ContainerResponseFilter {
        private final MeterRegistry meters;
        private final String route;
        private final String verb;
        private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();

        Meter(MeterRegistry meters, String route, String verb) {
            this.meters = meters;
            this.route = route;
            this.verb = verb;
        }

        @Override
        public void filter(ContainerRequestContext request) {
            request.setProperty(BEGUN, System.nanoTime());
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (request.getProperty(BEGUN) instanceof Long begun) {
                timers.computeIfAbsent(response.getStatus(), this::timer)
                        .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        }

        private Timer timer(int status) {
            return Timer.builder("tillgate.http.requests")
                    .description("From the matched request to the beginning of its answer")
                    .tag("route", route)
                    .tag("method", verb)
                    .tag("status", Integer.toString(status))
                    .register(meters);
        }
    }
}
