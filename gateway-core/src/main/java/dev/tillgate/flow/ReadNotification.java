package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.NotificationBook.Kept;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.DisputeReport;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Notification.Report;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what providers send: verified, kept raw, acknowledged; applied afterwards by a worker, so that a slow database
 * or a crash never makes a provider believe that we know what we do not know.
 */
public final class ReadNotification {
    private static final Logger LOG = LoggerFactory.getLogger(ReadNotification.class);
    /** How often one that cannot be applied yet is looked at again: for about a day. */
    private static final int MAX_TRIES = 68;

    /**
     * The waits in between; the last one repeats. Usually a provider was away when a weak one was to be confirmed, and
     * for some facts, such as a refund that came back, there is no other source: so the first looks are soon.
     */
    private static final List<Duration> RETRIES = Stream.of(2, 5, 10, 20, 30, 30, 60, 120, 300, 600, 1500)
            .map(Duration::ofSeconds)
            .toList();

    private final FlowParts parts;
    private final ResolveUnknown resolve;
    private final KeepDispute disputes;
    private final ForeignRefunds refunds;
    private final NotificationBook book;
    private final Committed committed;
    private final MeterRegistry meters;

    public ReadNotification(FlowParts parts, NotificationBook book, Committed committed, MeterRegistry meters) {
        this.parts = parts;
        this.resolve = new ResolveUnknown(parts);
        this.disputes = new KeepDispute(parts);
        this.refunds = new ForeignRefunds(parts);
        this.book = book;
        this.committed = committed;
        this.meters = meters;
    }

    /** What the provider is answered. */
    public record Ack(int status, String body) {}

    /** Verifies and keeps; repeats of a kept one are acknowledged again and change nothing. */
    public Ack receive(AccountId id, InboundRequest request) {
        OpenAccount account = parts.directory().account(id).orElse(null);
        if (account == null) {
            return new Ack(404, "");
        }
        Notification read = account.provider().read(request);
        meters.counter(
                        "tillgate.notifications",
                        "provider",
                        account.type().id(),
                        "kind",
                        read.getClass().getSimpleName())
                .increment();
        return switch (read) {
            case Notification.Verified verified -> {
                book.keep(account.merchant(), id, verified.dedupeKey(), request);
                committed.committed(List.of(), Set.of(Kind.NOTIFICATION));
                yield new Ack(200, account.type().rules().acknowledgement());
            }
            case Notification.Ignored ignored ->
                new Ack(200, account.type().rules().acknowledgement());
            case Notification.Later later -> {
                LOG.warn("a notification for {} cannot be verified now: {}", id, later.why());
                yield new Ack(503, "");
            }
            case Notification.Rejected rejected -> {
                LOG.warn("a notification for {} was rejected: {}", id, rejected.why());
                yield new Ack(400, "");
            }
        };
    }

    /** Applies a kept one. */
    public void apply(MerchantId merchant, String notificationId) {
        Optional<Kept> kept = book.read(merchant, notificationId);
        if (kept.isEmpty()) {
            return;
        }
        OpenAccount account =
                parts.directory().account(merchant, kept.get().account()).orElse(null);
        if (account == null) {
            book.done(merchant, notificationId, false, "the provider account is gone");
            return;
        }
        Notification read = account.provider().read(kept.get().request());
        if (read instanceof Notification.Later later) {
            book.again(merchant, notificationId, nextLook(kept.get()), later.why());
            return;
        }
        if (!(read instanceof Notification.Verified verified)) {
            book.done(merchant, notificationId, false, "can no longer be verified");
            return;
        }
        boolean allApplied = true;
        for (Report report : verified.reports()) {
            allApplied &= apply(account, report, verified.weak());
        }
        finish(merchant, kept.get(), allApplied);
    }

    private void finish(MerchantId merchant, Kept kept, boolean allApplied) {
        if (allApplied) {
            book.done(merchant, kept.id(), true, null);
        } else if (kept.tries() >= MAX_TRIES) {
            book.done(merchant, kept.id(), false, "it is about nothing we know");
        } else {
            book.again(merchant, kept.id(), nextLook(kept), "not confirmed yet, or about nothing we know yet");
        }
    }

    private Instant nextLook(Kept kept) {
        return parts.clock().instant().plus(RETRIES.get(Math.min(kept.tries(), RETRIES.size() - 1)));
    }

    private boolean apply(OpenAccount account, Report report, boolean weak) {
        return switch (report) {
            case AttemptReport about -> applyToAttempt(account, about.attempt(), about, weak);
            case OperationReport about -> applyToOperation(account, about.operation(), about, weak);
            case RefundReport about -> applyRefund(account, about);
            case DisputeReport about -> applyDispute(account, about);
        };
    }

    private boolean applyToAttempt(OpenAccount account, AttemptId id, AttemptReport report, boolean weak) {
        Optional<OrderId> order = parts.reader().orderOf(account.merchant(), id);
        if (order.isEmpty()) {
            return false;
        }
        if (weak) {
            return resolve.confirm(account.merchant(), order.get(), id);
        }
        parts.desk().change(account.merchant(), order.get(), (books, file) -> {
            requireSameAccount(file.attempt(id).account(), account);
            parts.life()
                    .answered(
                            file,
                            id,
                            report.outcome(),
                            Source.NOTIFICATION,
                            parts.clock().instant());
            return id;
        });
        return true;
    }

    private boolean applyToOperation(OpenAccount account, OperationId id, OperationReport report, boolean weak) {
        Optional<OrderId> order = parts.reader().orderOf(account.merchant(), id);
        if (order.isEmpty()) {
            return false;
        }
        if (weak) {
            return resolve.confirm(account.merchant(), order.get(), id);
        }
        parts.desk().change(account.merchant(), order.get(), (books, file) -> {
            requireSameAccount(file.attempt(file.operation(id).attempt()).account(), account);
            parts.life()
                    .operations()
                    .answered(
                            file,
                            id,
                            report.outcome(),
                            Source.NOTIFICATION,
                            parts.clock().instant());
            return id;
        });
        return true;
    }

    /** One account's notification never speaks for another's attempts. */
    private static void requireSameAccount(AccountId attempts, OpenAccount account) {
        if (!attempts.equals(account.id())) {
            throw new NotPossible(NotPossible.Why.NOT_FOUND, "the attempt belongs to another provider account");
        }
    }

    private boolean applyRefund(OpenAccount account, RefundReport report) {
        Optional<OrderId> order = parts.reader().orderOf(account.merchant(), report.attempt());
        return order.isPresent() && refunds.run(account, order.get(), report);
    }

    private boolean applyDispute(OpenAccount account, DisputeReport report) {
        Optional<OrderId> order = parts.reader().orderOf(account.merchant(), report.attempt());
        order.ifPresent(id -> disputes.run(account, id, report));
        return order.isPresent();
    }
}
