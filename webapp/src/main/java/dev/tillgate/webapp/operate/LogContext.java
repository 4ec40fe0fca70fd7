package dev.tillgate.webapp.operate;

import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.TimeOrderedId;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import org.slf4j.MDC;

/** Puts the payment that a request is about into every log line of the request. */
public final class LogContext implements ContainerRequestFilter {
    /** Name of the payment's id in log lines; flows set it too, as soon as they know it. */
    public static final String PAYMENT_ID = "payment_id";

    @Override
    public void filter(ContainerRequestContext request) {
        String id = request.getUriInfo().getPathParameters().getFirst("id");
        if (id != null && TimeOrderedId.isWellFormed(id, PaymentId.PREFIX)) {
            MDC.put(PAYMENT_ID, id);
        }
    }
}
