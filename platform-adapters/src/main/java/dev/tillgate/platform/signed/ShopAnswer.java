package dev.tillgate.platform.signed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.StrictJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a shop's answer to a question of ours amounts to. */
sealed interface ShopAnswer {
    /** No address to ask is known. */
    String NO_ADDRESS = "no_address";
    /** The shop is there and does not let us in. */
    String DENIED = "denied";
    /** Something else is at this address. */
    String NOT_FOUND = "not_found";
    /** There is an answer in which a field is missing or wrong. */
    String UNREADABLE = "unreadable";
    /** Not signed where it must be, or signed with something else. */
    String SIGNATURE = "signature";
    /** The shop cannot be reached. */
    String UNREACHABLE = "unreachable";
    /** The shop's clock is wrong. */
    String CLOCK = "clock";

    List<String> REASONS = List.of(NO_ADDRESS, DENIED, NOT_FOUND, UNREADABLE, SIGNATURE, UNREACHABLE, CLOCK);

    /** Which answers are believed. */
    enum Believe {
        /** For amounts. */
        SIGNED,
        /** For "is it paid?": TLS says who answers. A signature that is there must be right all the same. */
        SIGNED_OR_HTTPS
    }

    /** A JSON object that is believed. */
    record Said(String via, JsonNode json) implements ShopAnswer {
        /** How far the shop's clock is ahead, or null when it does not say. */
        @Nullable
        Duration skew(Instant now) {
            String time = StrictJson.text(json, "time");
            try {
                return time == null
                        ? null
                        : Duration.between(now, OffsetDateTime.parse(time).toInstant());
            } catch (DateTimeException unreadable) {
                return null;
            }
        }
    }

    /** Surely no such order. */
    record Missing(String via) implements ShopAnswer {}

    /** Not now. */
    record Trouble(String why, Duration after) implements ShopAnswer {}

    /**
     * Not until somebody does something.
     *
     * @param reason one of {@link #REASONS}
     * @param unproven what was said and is not believed: for hints only, or null
     */
    record No(
            String reason,
            Map<String, String> details,
            @Nullable Said unproven) implements ShopAnswer {
        No(String reason, Map<String, String> details) {
            this(reason, details, null);
        }
    }
}
