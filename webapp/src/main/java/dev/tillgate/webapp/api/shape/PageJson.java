package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists, a page of each at a time. {@code nextCursor} is where the next page begins, null on the last one. */
public final class PageJson {
    private static final String CURSOR = "Give it as cursor to read on; absent on the last page";

    private PageJson() {}

    /** Payments, newest first. */
    @Schema(name = "PaymentPage")
    public record OfPayments(
            List<PaymentSummaryJson> data,
            @Schema(description = CURSOR) @Nullable String nextCursor) {}

    /** Events, oldest first. */
    @Schema(name = "EventPage")
    public record OfEvents(
            List<EventJson> data,
            @Schema(description = CURSOR) @Nullable String nextCursor) {}

    /** Callback deliveries, newest first. */
    @Schema(name = "CallbackPage")
    public record OfCallbacks(
            List<CallbackJson> data,
            @Schema(description = CURSOR) @Nullable String nextCursor) {}

    /** Disputes, those to be answered first. */
    @Schema(name = "DisputePage")
    public record OfDisputes(
            List<DisputeJson> data,
            @Schema(description = CURSOR) @Nullable String nextCursor) {}

    /** All refunds of a payment, oldest first. */
    @Schema(name = "RefundList")
    public record OfRefunds(List<RefundJson> data) {}

    /** All methods a payment can be paid with, best first. */
    @Schema(name = "MethodList")
    public record OfMethods(List<MethodJson> data) {}
}
