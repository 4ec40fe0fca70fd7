package dev.tillgate.platform;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import java.util.List;
import java.util.Optional;

/** Whether the money of a session is on its way while the buyer need not stay: a transfer, or a provider that works. */
final class OnItsWay {
    private OnItsWay() {}

    static Optional<Payment> payment(OrderFile file, ShopSession session) {
        PaymentId id = session.payment();
        if (id == null) {
            return Optional.empty();
        }
        List<Attempt> attempts = file.attemptsOf(id);
        return Optional.of(file.payment(id))
                .filter(payment -> payment.status() == PaymentStatus.OPEN)
                .filter(payment -> !attempts.isEmpty() && isOnItsWay(attempts.getLast()));
    }

    private static boolean isOnItsWay(Attempt attempt) {
        NextAction action = attempt.nextAction();
        boolean transfer = action instanceof NextAction.Transfer || action instanceof NextAction.SendCrypto;
        return attempt.status().isInDoubt() || (attempt.status() == AttemptStatus.AWAITING_PAYER && transfer);
    }
}
