package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.Directory;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.RecommendMethods;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.MethodType;
import java.util.List;
import java.util.Optional;

/** The {@link Cashier} of the running gateway: its flows. */
public final class FlowCashier implements Cashier {

    private static final int MOST_EVENTS = 500;

    private final PaymentReader reader;
    private final Directory directory;
    private final RecommendMethods recommend;
    private final StartPayment start;
    private final ResolveUnknown resolve;

    public FlowCashier(
            PaymentReader reader,
            Directory directory,
            RecommendMethods recommend,
            StartPayment start,
            ResolveUnknown resolve) {
        this.reader = reader;
        this.directory = directory;
        this.recommend = recommend;
        this.start = start;
        this.resolve = resolve;
    }

    @Override
    public Optional<PaymentView> view(MerchantId merchant, PaymentId payment) {
        return reader.file(merchant, payment).map(file -> new PaymentView(file, payment));
    }

    @Override
    public PaymentView start(MerchantId merchant, PaymentId payment, String method, Payer payer) {
        return start.run(merchant, payment, method, payer, OnceOnly.unremembered());
    }

    @Override
    public PaymentView look(MerchantId merchant, PaymentId payment) {
        return resolve.look(merchant, payment);
    }

    @Override
    public List<MethodChoice> methods(PaymentView payment, Occasion occasion) {
        return recommend.of(payment, occasion).stream()
                .filter(each -> each.style() != MethodType.Style.INVOKE)
                .map(each -> new MethodChoice(
                        each.method(),
                        each.provider(),
                        each.style(),
                        each.recommended(),
                        each.reasonKey().isEmpty() ? null : each.reasonKey(),
                        false))
                .toList();
    }

    @Override
    public String storeName(PaymentView payment) {
        return directory
                .store(payment.file().merchant(), payment.order().store())
                .map(StoreProfile::name)
                .orElse("");
    }

    @Override
    public boolean wasPaidLate(PaymentView payment) {
        // Only a paid payment can be; the others are not worth the question.
        return payment.payment().status() == PaymentStatus.PAID
                && reader.events(payment.file().merchant(), payment.order().id(), 0, MOST_EVENTS).stream()
                        .anyMatch(event -> event.type() == EventType.PAYMENT_PAID_LATE
                                && event.payment().equals(payment.id()));
    }
}
