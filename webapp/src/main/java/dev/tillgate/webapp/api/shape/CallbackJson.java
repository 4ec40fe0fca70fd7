package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.CallbackBook;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the delivery of one event to the store stands. */
@Schema(name = "Callback", description = "How the delivery of one event to the store stands.")
public record CallbackJson(
        @Schema(pattern = "^evt_[0-9a-z]{26}$") String eventId,
        @Schema(example = "payment.paid") String type,
        @Schema(pattern = "^pay_[0-9a-z]{26}$") String paymentId,

        @Schema(
                allowableValues = {"pending", "delivered", "failed", "skipped"},
                description = "skipped: the store has no address, or it was disabled")
        String status,

        @Schema(description = "How often it was tried") int tries,

        @Schema(format = "date-time", description = "When it is tried next") @Nullable
        String dueAt,

        @Schema(description = "HTTP status of the last answer") @Nullable
        Integer lastStatus,

        @Schema(description = "Why the last try failed") @Nullable
        String lastError,

        @Schema(format = "date-time") @Nullable String deliveredAt,
        @Schema(format = "date-time") String createdAt,

        @Schema(description = "Oldest first; only where one delivery is read") @Nullable
        List<Try> log) {

    /** One try. */
    @Schema(name = "CallbackTry", description = "One try to deliver.")
    public record Try(
            int number,
            @Schema(format = "date-time") String at,
            @Nullable Integer status,
            @Nullable String error,

            @Schema(description = "How long it took, in milliseconds")
            long millis) {}

    public static CallbackJson of(CallbackBook.Delivery delivery, @Nullable List<CallbackBook.Try> tries) {
        return new CallbackJson(
                delivery.event().id().value(),
                delivery.event().type().code(),
                delivery.event().payment().value(),
                Spelling.of(delivery.status()),
                delivery.tries(),
                Spelling.ofOptional(delivery.dueAt()),
                delivery.lastStatus(),
                delivery.lastError(),
                Spelling.ofOptional(delivery.deliveredAt()),
                Spelling.of(delivery.event().createdAt()),
                tries == null
                        ? null
                        : tries.stream()
                                .map(t -> new Try(t.number(), Spelling.of(t.at()), t.status(), t.error(), t.millis()))
                                .toList());
    }
}
