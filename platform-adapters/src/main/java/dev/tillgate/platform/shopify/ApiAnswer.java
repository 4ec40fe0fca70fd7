package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What came of asking the Admin API. */
sealed interface ApiAnswer {
    /** The whole answer, without any error. */
    record Data(JsonNode data) implements ApiAnswer {}

    /** Surely nothing was done: throttled, or not reached at all. */
    record NotNow(String why, Duration after) implements ApiAnswer {}

    /** It may have been done or not. */
    record Lost(String why, Duration after) implements ApiAnswer {}

    /** Not until the merchant does something; a message key. Surely nothing was done. */
    record Closed(String reason) implements ApiAnswer {}
}
