package dev.tillgate.webapp.operate;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that is counted and timed, for Prometheus. Labels have few values by nature (statuses, methods, providers,
 * addresses as templates); ids, references and personal data are never among them.
 */
public final class Metrics implements AutoCloseable {
    private static final String HTTP = "tillgate.http.requests";
    /** Timed with buckets, so that shares below a limit can be computed over several nodes. */
    private static final Set<String> WITH_BUCKETS = Set.of(HTTP, "tillgate.provider.calls", "tillgate.callback.calls");

    private static final double[] BUCKETS = Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .mapToDouble(millis -> Duration.ofMillis(millis).toNanos())
            .toArray();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();

    public Metrics() {
        registry.config().meterFilter(new Buckets());
        // A bound on what a mistake could cost: no request makes a new series for ever.
        registry.config().meterFilter(MeterFilter.maximumAllowableTags(HTTP, "route", 300, MeterFilter.deny()));
        Stream.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        collector,
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(source -> source.bindTo(registry));
    }

    /** Where others count. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Watches database connections: in use, idle, waited for. Once for each pool. */
    public void watch(HikariDataSource pool) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }

    /** All of it in Prometheus' text format. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }

    private static final class Buckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return WITH_BUCKETS.contains(id.getName())
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(BUCKETS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
