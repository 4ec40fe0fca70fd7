package dev.tillgate.webapp;

import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.flow.ExpirePayments;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.ReadNotification;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.SubmitEvidence;
import dev.tillgate.flow.WatchDisputes;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The part of the composition root that says which flow does which kind of background work. */
record BackgroundWork(
        ResolveUnknown resolve,
        ExpirePayments expire,
        WatchDisputes disputes,
        SubmitEvidence evidence,
        DeliverCallbacks deliver,
        ReadNotification notifications,
        Settlements settlements,
        Shops shops,
        Chats chats) {
    Map<Kind, Consumer<Job>> byKind() {
        Map<Kind, Consumer<Job>> work = new EnumMap<>(Kind.class);
        work.put(Kind.CHAT, chats.refresh());
        work.putAll(chats.channels().work());
        work.put(Kind.ATTEMPT, job -> resolve.attempt(job.merchant(), order(job), new AttemptId(job.id())));
        work.put(Kind.OPERATION, job -> resolve.operation(job.merchant(), order(job), new OperationId(job.id())));
        work.put(Kind.PAYMENT, job -> expire.run(job.merchant(), order(job), new PaymentId(job.id())));
        work.put(Kind.DISPUTE, job -> disputes.run(job.merchant(), order(job), new DisputeId(job.id())));
        work.put(Kind.EVIDENCE, job -> evidence.run(job.merchant(), order(job), new DisputeId(job.id())));
        work.put(Kind.CALLBACK, deliver);
        work.put(Kind.NOTIFICATION, job -> notifications.apply(job.merchant(), job.id()));
        work.put(Kind.SETTLEMENT, job -> settlements.imports().run(job.merchant(), job.id()));
        work.put(Kind.GUARD, job -> shops.guard().run(job.merchant(), order(job)));
        work.put(Kind.INBOUND, job -> shops.messages().apply(job.merchant(), job.id()));
        work.put(Kind.SHOP, job -> shops.tend().run(job.merchant(), new StoreId(job.id())));
        return work;
    }

    private static OrderId order(Job job) {
        return Objects.requireNonNull(job.order(), "notifications and imports have no order");
    }
}
