package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Dispute.Status;
import dev.tillgate.provider.Notification.DisputeReport;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what providers report of disputes and tells the store. A dispute is a row and events, never a state of the
 * payment; what was decided is not undone by an older report that comes late.
 */
final class KeepDispute {
    private final FlowParts parts;

    KeepDispute(FlowParts parts) {
        this.parts = parts;
    }

    void run(OpenAccount account, OrderId order, DisputeReport report) {
        parts.desk().change(account.merchant(), order, (books, file) -> {
            Attempt attempt = file.attempt(report.attempt());
            if (attempt.account().equals(account.id())) {
                keep(books, file, attempt, report.dispute());
            }
            return attempt;
        });
    }

    private void keep(Books books, OrderFile file, Attempt attempt, Dispute reported) {
        Instant now = parts.clock().instant();
        Optional<DisputeRecord> known = books.dispute(attempt.merchant(), attempt.account(), reported.ref());
        if (known.isEmpty()) {
            DisputeRecord fresh = new DisputeRecord(
                    attempt.merchant(),
                    attempt.account(),
                    attempt.order(),
                    attempt.payment(),
                    attempt.id(),
                    reported,
                    now,
                    now);
            books.insert(fresh);
            books.insert(fresh.opensCase(now));
            tell(file, attempt, reported, EventType.DISPUTE_OPENED, now);
            if (isDecided(reported.status())) {
                tell(file, attempt, reported, type(reported), now);
            }
            return;
        }
        Dispute before = known.get().dispute();
        boolean older = reported.status().compareTo(before.status()) < 0 || isDecided(before.status());
        if (!older && !reported.equals(before)) {
            books.update(known.get().now(reported, now));
            books.disputeCase(attempt.merchant(), attempt.account(), reported.ref())
                    .ifPresent(added -> books.update(added.dueAt(now)));
            tell(file, attempt, reported, type(reported), now);
        }
    }

    private static void tell(OrderFile file, Attempt attempt, Dispute dispute, EventType type, Instant now) {
        Payment payment = file.payment(attempt.payment());
        file.append(type, payment, Facts.of(file, payment, attempt, dispute), now);
    }

    private static EventType type(Dispute dispute) {
        return switch (dispute.status()) {
            case NEEDS_RESPONSE, UNDER_REVIEW -> EventType.DISPUTE_UPDATED;
            case WON -> EventType.DISPUTE_WON;
            case LOST -> EventType.DISPUTE_LOST;
        };
    }

    private static boolean isDecided(Status status) {
        return status == Status.WON || status == Status.LOST;
    }
}
