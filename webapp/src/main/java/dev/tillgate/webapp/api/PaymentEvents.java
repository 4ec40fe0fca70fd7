package dev.tillgate.webapp.api;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import java.util.ArrayList;
import java.util.List;

/** The events of one payment, picked out of its order's. */
final class PaymentEvents {
    private static final int AT_ONCE = 100;
    private final PaymentReader reader;

    PaymentEvents(PaymentReader reader) {
        this.reader = reader;
    }

    /** Up to {@code most} events behind a sequence, oldest first. */
    List<Event> after(PaymentView view, long sequence, int most) {
        return after(view.payment().merchant(), view.order().id(), view.id(), sequence, most);
    }

    List<Event> after(MerchantId merchant, OrderId order, PaymentId payment, long sequence, int most) {
        List<Event> found = new ArrayList<>();
        long last = sequence;
        while (found.size() < most) {
            List<Event> some = reader.events(merchant, order, last, AT_ONCE);
            some.stream()
                    .filter(event -> event.payment().equals(payment))
                    .limit(most - (long) found.size())
                    .forEach(found::add);
            if (some.size() < AT_ONCE) {
                break;
            }
            last = some.get(some.size() - 1).sequence();
        }
        return found;
    }
}
