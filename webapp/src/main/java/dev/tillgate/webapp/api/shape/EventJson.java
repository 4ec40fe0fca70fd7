package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.Event;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** A fact about a payment. */
@Schema(name = "Event", description = "A fact about a payment; its callback has the same form.")
public record EventJson(
        @Schema(pattern = "^evt_[0-9a-z]{26}$") String id,
        @Schema(example = "payment.paid") String type,
        @Schema(format = "date-time") String createdAt,

        @Schema(description = "Number within the order, without gaps, from 1")
        long sequence,

        @Schema(pattern = "^sto_[0-9a-z]{26}$") String storeId,
        @Schema(pattern = "^ord_[0-9a-z]{26}$") String orderId,
        @Schema(pattern = "^pay_[0-9a-z]{26}$") String paymentId,

        @Schema(description = "Small facts that depend on the type")
        Map<String, Object> data) {
    public static EventJson of(Event event) {
        return new EventJson(
                event.id().value(),
                event.type().code(),
                Spelling.of(event.createdAt()),
                event.sequence(),
                event.store().value(),
                event.order().value(),
                event.payment().value(),
                event.data());
    }
}
