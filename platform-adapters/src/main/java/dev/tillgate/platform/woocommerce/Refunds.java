package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact.Refunded;
import dev.tillgate.platform.woocommerce.OrderJson.Unusable;
import dev.tillgate.platform.woocommerce.ReconcileOrder.Stopped;
import dev.tillgate.platform.woocommerce.ShopRest.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Books in the shop what we have given back: each refund once, marked with its id, and never so that the shop moves
 * money itself ({@code api_refund: false}; the default is true, seen on WooCommerce 11.0.1, checked 2026-11-25).
 */
final class Refunds {
    /** Under this name each refund carries the id of ours. */
    static final String MARK = "_tillgate_refund";

    private static final String BOOKED = "platform.woocommerce.repaired.refund";

    private final RestOrders orders;
    private final String reference;

    Refunds(RestOrders orders, String reference) {
        this.orders = orders;
        this.reference = reference;
    }

    /** What came of it; {@code trouble} is null when all are booked. */
    record Result(List<String> repaired, @Nullable Reconciled trouble) {}

    /** A refund in the shop's books; {@code mark} is empty when somebody booked it by hand. */
    private record Booked(long id, String amount, String mark) {}

    Result book(List<Refunded> wanted) {
        if (wanted.isEmpty()) {
            return new Result(List.of(), null);
        }
        List<Booked> before = listed();
        List<Refunded> missing = missing(wanted, before);
        if (missing.isEmpty()) {
            return new Result(List.of(), null);
        }
        for (Refunded one : missing) {
            Said said = orders.refund(
                    reference,
                    Map.of(
                            "amount",
                            one.amount().toDecimalText(),
                            "reason",
                            "Tillgate " + one.refund().value(),
                            "api_refund",
                            false,
                            "meta_data",
                            List.of(Map.of("key", MARK, "value", one.refund().value()))));
            if (said instanceof Said.Unwilling unwilling) {
                return new Result(
                        List.of(),
                        new Reconciled.Refused(
                                "platform.woocommerce.refused.refund_unwilling",
                                Map.of("amount", one.amount().toString(), "code", unwilling.code())));
            }
            if (!(said instanceof Said.Fine)) {
                throw Stopped.by(said);
            }
        }
        return readBack(wanted);
    }

    /** Two that book at the same time may both have found it missing: all but the first of each mark go again. */
    private Result readBack(List<Refunded> wanted) {
        List<Booked> after = listed();
        Set<String> seen = new HashSet<>();
        for (Booked one : after) {
            if (!one.mark().isEmpty() && !seen.add(one.mark())) {
                orders.deleteRefund(reference, one.id());
            }
        }
        return missing(wanted, after).isEmpty()
                ? new Result(List.of(BOOKED), null)
                : new Result(
                        List.of(),
                        new Reconciled.Later("the shop answered, but did not keep the refund", Duration.ofMinutes(1)));
    }

    /** Those that are not booked: by their mark, else by one of the same amount that somebody booked by hand. */
    private static List<Refunded> missing(List<Refunded> wanted, List<Booked> booked) {
        List<Booked> byHand = new ArrayList<>();
        Set<String> marks = new HashSet<>();
        for (Booked one : booked) {
            if (one.mark().isEmpty()) {
                byHand.add(one);
            } else {
                marks.add(one.mark());
            }
        }
        List<Refunded> missing = new ArrayList<>();
        for (Refunded one : wanted) {
            if (!marks.contains(one.refund().value()) && !takeByHand(byHand, one.amount())) {
                missing.add(one);
            }
        }
        return missing;
    }

    private static boolean takeByHand(List<Booked> byHand, Money amount) {
        for (Booked one : byHand) {
            try {
                if (OrderJson.money(one.amount(), amount.currencyCode()).equals(amount)) {
                    return byHand.remove(one);
                }
            } catch (Unusable odd) {
                // An amount that is none of ours.
            }
        }
        return false;
    }

    /** Oldest first. */
    private List<Booked> listed() {
        List<Booked> booked = new ArrayList<>();
        for (JsonNode refund : orders.refunds(reference)) {
            booked.add(new Booked(
                    refund.path("id").asLong(), refund.path("amount").asText().replace("-", ""), mark(refund)));
        }
        booked.sort((a, b) -> Long.compare(a.id(), b.id()));
        return booked;
    }

    /** The mark, or the id that stands in the reason where a shop drops what it does not know. */
    private static String mark(JsonNode refund) {
        String mark = new OrderJson(refund).meta(MARK);
        String reason = refund.path("reason").asText();
        return mark.isEmpty() && reason.startsWith("Tillgate ") ? reason.substring("Tillgate ".length()) : mark;
    }
}
