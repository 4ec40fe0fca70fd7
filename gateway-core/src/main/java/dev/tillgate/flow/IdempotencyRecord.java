package dev.tillgate.flow;

import dev.tillgate.payment.MerchantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request with an {@code Idempotency-Key}.
 *
 * @param caller the API client's or bot's id: keys of different callers never meet
 * @param requestHash SHA-256, hex, over method, path and canonical JSON body
 * @param subject the id of what the request made; a repeat after a crash is answered from it
 * @param status the HTTP status answered, or null while it runs
 * @param body the JSON answered, or null while it runs
 */
public record IdempotencyRecord(
        MerchantId merchant,
        String caller,
        String key,
        String requestHash,
        String subject,
        @Nullable Integer status,
        @Nullable String body,
        Instant createdAt) {
    public IdempotencyRecord about(String newSubject) {
        return new IdempotencyRecord(merchant, caller, key, requestHash, newSubject, status, body, createdAt);
    }

    public IdempotencyRecord answered(int newStatus, String newBody) {
        return new IdempotencyRecord(merchant, caller, key, requestHash, subject, newStatus, newBody, createdAt);
    }
}
