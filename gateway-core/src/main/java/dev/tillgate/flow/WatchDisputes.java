package dev.tillgate.flow;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Dispute;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells the store that the date until which a dispute can be answered is near: once for each date, because it is
 * decided under the order's lock and noted in the same transaction.
 */
public final class WatchDisputes {
    private final OrderDesk desk;
    private final Duration notice;
    private final InstantSource clock;

    /** @param notice how long before the deadline the store is told */
    public WatchDisputes(OrderDesk desk, Duration notice, InstantSource clock) {
        this.desk = desk;
        this.notice = notice;
        this.clock = clock;
    }

    /** Looks at a dispute whose deadline may be near. */
    public void run(MerchantId merchant, OrderId order, DisputeId id) {
        desk.change(merchant, order, (books, file) -> {
            Optional<DisputeCase> known = books.disputeCase(merchant, id);
            known.ifPresent(one -> books.dispute(merchant, one.account(), one.ref())
                    .ifPresent(dispute -> books.update(looked(file, one, dispute))));
            return id;
        });
    }

    private DisputeCase looked(OrderFile file, DisputeCase known, DisputeRecord record) {
        Dispute dispute = record.dispute();
        Instant now = clock.instant();
        DisputeCase watched = known.watched(dispute, notice);
        Instant due = watched.dueAt();
        Instant deadline = dispute.respondBy();
        if (due == null || deadline == null || due.isAfter(now)) {
            return watched;
        }
        Attempt attempt = file.attempt(record.attempt());
        Payment payment = file.payment(record.payment());
        file.append(EventType.DISPUTE_DEADLINE_NEAR, payment, Facts.of(file, payment, attempt, dispute), now);
        return watched.alerted(deadline);
    }
}
