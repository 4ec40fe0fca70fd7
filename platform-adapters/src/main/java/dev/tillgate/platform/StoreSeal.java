package dev.tillgate.platform;

import dev.tillgate.callback.CallbackForm;
import dev.tillgate.callback.StoreSignatures;
import dev.tillgate.callback.StoreSignatures.Given;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import org.jspecify.annotations.Nullable;

/** The signature of one store. */
record StoreSeal(StoreSignatures signatures, MerchantId merchant, StoreId store) implements StoreSignature {
    @Override
    public @Nullable String callbackAddress() {
        return signatures.address(merchant, store);
    }

    @Override
    public Ask sign(String url, String id, byte[] body) {
        return signatures.sign(merchant, store, url, id, body);
    }

    @Override
    public boolean signed(InboundRequest request) {
        return signatures.isGenuine(
                merchant,
                store,
                new Given(
                        request.header(CallbackForm.WEBHOOK_ID),
                        request.header(CallbackForm.WEBHOOK_TIMESTAMP),
                        request.header(CallbackForm.WEBHOOK_SIGNATURE)),
                request.body());
    }

    @Override
    public boolean signed(Answer answer) {
        return signatures.isGenuine(
                merchant,
                store,
                new Given(
                        answer.header(CallbackForm.WEBHOOK_ID),
                        answer.header(CallbackForm.WEBHOOK_TIMESTAMP),
                        answer.header(CallbackForm.WEBHOOK_SIGNATURE)),
                answer.body());
    }
}
