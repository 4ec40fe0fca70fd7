package dev.tillgate.webapp;

import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.flow.ExpirePayments;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.ReadNotification;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.WatchDisputes;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The part of the composition root that says which flow does which kind of background work. */
record BackgroundWork(
        ResolveUnknown resolve,
        ExpirePayments expire,
        WatchDisputes disputes,
        DeliverCallbacks deliver,
        ReadNotification notifications,
        Settlements settlements,
        Shops shops) {
    Map<Kind, Consumer<Job>> byKind() {
        return Map.of(
                Kind.ATTEMPT, job -> resolve.attempt(job.merchant(), order(job), new AttemptId(job.id())),
                Kind.OPERATION, job -> resolve.operation(job.merchant(), order(job), new OperationId(job.id())),
                Kind.PAYMENT, job -> expire.run(job.merchant(), order(job), new PaymentId(job.id())),
                Kind.DISPUTE, job -> disputes.run(job.merchant(), order(job), new DisputeId(job.id())),
                Kind.CALLBACK, deliver,
                Kind.NOTIFICATION, job -> notifications.apply(job.merchant(), job.id()),
                Kind.SETTLEMENT, job -> settlements.imports().run(job.merchant(), job.id()),
                Kind.GUARD, job -> shops.guard().run(job.merchant(), order(job)),
                Kind.INBOUND, job -> shops.messages().apply(job.merchant(), job.id()),
                Kind.SHOP, job -> shops.tend().run(job.merchant(), new StoreId(job.id())));
    }

    private static OrderId order(Job job) {
        return Objects.requireNonNull(job.order(), "notifications and imports have no order");
    }
}
