package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import java.util.List;
import java.util.Optional;

/** All that the checkout pages ask of the gateway. */
public interface Cashier {
    /** The payment as it stands, or nothing when there is none. */
    Optional<PaymentView> view(MerchantId merchant, PaymentId payment);

    /**
     * Starts paying with a method, or answers the attempt that already waits for the payer.
     *
     * @throws dev.tillgate.flow.NotPossible when the order is paid, in doubt, over, or the method is not offered
     */
    PaymentView start(MerchantId merchant, PaymentId payment, String method, Payer payer);

    /** Asks the provider now about what waits; may take as long as the provider does. */
    PaymentView look(MerchantId merchant, PaymentId payment);

    /** The methods on offer, best first; empty when there is none just now. */
    List<MethodChoice> methods(PaymentView payment, Occasion occasion);

    /** The store's name for buyers. */
    String storeName(PaymentView payment);

    /** Whether the money came after the payment had expired or was canceled. */
    boolean wasPaidLate(PaymentView payment);
}
