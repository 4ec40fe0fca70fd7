package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The simulator's book of orders, of what belongs to which order, and of the keys of commands. */
final class PayPalLedger {
    /** Keys of orders; checked 2026-11-25: https://developer.paypal.com/docs/api/orders/v2/#orders_create */
    static final Duration ORDER_KEY = Duration.ofHours(6);

    /** Keys of captures of an authorization, voids and refunds. */
    static final Duration PAYMENT_KEY = Duration.ofDays(45);

    /** How long a payer may take; an order that was not completed is then gone. */
    static final Duration ORDER_LIFE = Duration.ofHours(3);

    private static final String ORDER = "order";
    private static final String PART = "part";
    private static final String REFERENCE = "reference";
    private static final String KEY = "key";

    private static final String DISPUTE = "dispute";
    private static final String ACCOUNT = "account";
    private static final String OF_ORDER = "of_order";

    private final JsonBook book;

    PayPalLedger(JsonBook book) {
        this.book = book;
    }

    void saveDispute(Entry entry, ObjectNode dispute) {
        ObjectNode kept = dispute.deepCopy().put(ACCOUNT, entry.account()).put(OF_ORDER, entry.id());
        book.put(DISPUTE, dispute.path("dispute_id").asText(), kept);
    }

    /** As the account may see it. */
    ObjectNode dispute(String account, String id) {
        ObjectNode kept = book.get(DISPUTE, id);
        if (kept == null || !kept.path(ACCOUNT).asText().equals(account)) {
            throw WireError.notFound();
        }
        ObjectNode shown = kept.deepCopy();
        shown.remove(List.of(ACCOUNT, OF_ORDER));
        return shown;
    }

    /** The order that an account's dispute is about. */
    Entry orderOfDispute(String account, String id) {
        ObjectNode kept = book.get(DISPUTE, id);
        Entry entry = kept == null ? null : find(kept.path(OF_ORDER).asText());
        if (entry == null || !entry.account().equals(account)) {
            throw WireError.notFound();
        }
        return entry;
    }

    /** An account's disputes, oldest first. */
    List<ObjectNode> disputes(String account) {
        return book.all(DISPUTE).stream()
                .filter(kept -> kept.path(ACCOUNT).asText().equals(account))
                .toList();
    }

    /** An order with what only PayPal knows of it. */
    record Entry(ObjectNode kept) {
        ObjectNode order() {
            return (ObjectNode) kept.path("order");
        }

        String id() {
            return order().path("id").asText();
        }

        String account() {
            return kept.path("account").asText();
        }

        String notifyUrl() {
            return kept.path("notify").asText();
        }

        /** How its payer wants it to go: {@code PAY}, {@code PAY_LATER} or {@code DECLINE}. */
        String plan() {
            return kept.path("plan").asText();
        }

        /** A refund that had gone out came back. */
        void cameBack(String refund) {
            kept.withArray("came_back").add(refund);
        }

        boolean isBack(String refund) {
            for (JsonNode one : kept.path("came_back")) {
                if (one.asText().equals(refund)) {
                    return true;
                }
            }
            return false;
        }

        String status() {
            return order().path("status").asText();
        }

        boolean isGone(Instant now) {
            Instant end = Instant.ofEpochMilli(kept.path("created").asLong()).plus(ORDER_LIFE);
            return !status().equals("COMPLETED") && now.isAfter(end);
        }
    }

    Entry open(String account, String notifyUrl, ObjectNode order, Instant now) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("account", account).put("notify", notifyUrl).put("plan", "PAY").put("created", now.toEpochMilli());
        kept.set("order", order);
        Entry entry = save(new Entry(kept));
        String reference =
                account + " " + OrderJson.unit(order).path("custom_id").asText();
        ObjectNode known = book.get(REFERENCE, reference);
        ObjectNode more = known == null ? JsonNodeFactory.instance.objectNode() : known;
        more.withArray("orders").add(entry.id());
        book.put(REFERENCE, reference, more);
        return entry;
    }

    Entry save(Entry entry) {
        book.put(ORDER, entry.id(), entry.kept());
        return entry;
    }

    /** The order, whoever's it is, or null. */
    @Nullable
    Entry find(String id) {
        ObjectNode kept = book.get(ORDER, id);
        return kept == null ? null : new Entry(kept);
    }

    /** @throws WireError when this account has no such order */
    Entry order(String account, String id, Instant now) {
        Entry entry = find(id);
        if (entry == null || !entry.account().equals(account) || entry.isGone(now)) {
            throw WireError.notFound();
        }
        return entry;
    }

    List<Entry> orders() {
        return book.all(ORDER).stream().map(Entry::new).toList();
    }

    /** The orders of an account with this reference of the merchant's, oldest first. */
    List<Entry> orders(String account, String reference) {
        ObjectNode known = book.get(REFERENCE, account + " " + reference);
        List<Entry> found = new ArrayList<>();
        for (JsonNode id : known == null ? JsonNodeFactory.instance.arrayNode() : known.path("orders")) {
            Entry entry = find(id.asText());
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Adds an authorization, capture or refund to its order. */
    void add(Entry entry, String kind, ObjectNode movement) {
        OrderJson.add(entry.order(), kind, movement);
        save(entry);
        ObjectNode part = JsonNodeFactory.instance.objectNode();
        part.put("order", entry.id()).put("kind", kind);
        book.put(PART, movement.path("id").asText(), part);
    }

    /** The order that this authorization, capture or refund belongs to, whoever's it is, or null. */
    @Nullable
    Entry owner(String kind, String id) {
        ObjectNode part = book.get(PART, id);
        boolean is = part != null && part.path("kind").asText().equals(kind);
        return is ? find(Objects.requireNonNull(part).path("order").asText()) : null;
    }

    /** @throws WireError when this account has none */
    Entry owner(String account, String kind, String id) {
        Entry entry = owner(kind, id);
        if (entry == null || !entry.account().equals(account)) {
            throw WireError.notFound();
        }
        return entry;
    }

    /** A command by its account, address and key, or null for one that brings no key and is new each time. */
    static @Nullable String command(String account, String path, @Nullable String key) {
        return key == null || key.isEmpty() ? null : account + " " + path + " " + key;
    }

    /** The id that an earlier command with this key made, or null when there was none, or it is forgotten. */
    @Nullable
    String madeBefore(@Nullable String command, Instant now) {
        ObjectNode kept = command == null ? null : book.get(KEY, command);
        boolean remembered = kept != null && kept.path("until").asLong() > now.toEpochMilli();
        return remembered ? Objects.requireNonNull(kept).path("made").asText() : null;
    }

    void remember(@Nullable String command, String made, Instant until) {
        if (command != null) {
            book.put(
                    KEY,
                    command,
                    JsonNodeFactory.instance.objectNode().put("made", made).put("until", until.toEpochMilli()));
        }
    }

    <T> T locked(Supplier<T> work) {
        return book.locked(work);
    }
}
