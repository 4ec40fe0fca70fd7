package dev.tillgate.platform.signed;

import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.signed.ShopAnswer.Believe;
import dev.tillgate.provider.InboundRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A shop that speaks the signed protocol: one address that takes events, answers {@code order.read} and {@code ping},
 * and tells us where to look. Nothing is changed in the shop but by telling it again: it applies what it is told.
 *
 * <p>Platforms that are such a shop hand over their id: texts are then {@code platform.<id>.refused.…}, all of them
 * listed by {@link #keys}.
 */
public final class SignedShop implements Platform.Tended {
    /** A clock that is off by more is told to the merchant; at five minutes no signature holds any more. */
    private static final Duration MOST_SKEW = Duration.ofMinutes(1);

    private final String prefix;
    private final ShopQuestions questions;
    private final ShopMessages messages;

    /**
     * @param id the platform's id
     * @param addresses where the shop answers, the next one is for when the one before does not; asked for each time
     */
    public SignedShop(String id, Supplier<List<String>> addresses, PlatformType.Tools tools) {
        this.prefix = "platform." + id + ".";
        this.questions = new ShopQuestions(addresses, tools);
        this.messages = new ShopMessages(tools.signature());
    }

    /** Every message key that a platform with this id needs a text for. */
    public static List<String> keys(String id) {
        String prefix = "platform." + id + ".";
        return Stream.concat(Agreement.REASONS.stream(), ShopAnswer.REASONS.stream())
                .map(reason -> prefix + "refused." + reason)
                .toList();
    }

    @Override
    public Inbound read(InboundRequest request) {
        return messages.read(request);
    }

    @Override
    public OrderReading load(String reference) {
        ShopAnswer answer = questions.ask("order.read", Map.of("order", reference), Believe.SIGNED);
        return switch (answer) {
            case ShopAnswer.Said said -> loaded(SignedOrder.read(said.json(), reference));
            case ShopAnswer.Missing missing -> new OrderReading.Missing();
            case ShopAnswer.Trouble trouble -> new OrderReading.Later(trouble.why(), trouble.after());
            case ShopAnswer.No no -> new OrderReading.Refused(refused(no.reason()), no.details());
        };
    }

    private OrderReading loaded(SignedOrder.Reading reading) {
        return switch (reading) {
            case SignedOrder.Fine fine -> new OrderReading.Found(fine.order());
            case SignedOrder.Unreadable bad ->
                new OrderReading.Refused(refused(ShopAnswer.UNREADABLE), Map.of("field", bad.field()));
        };
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        ShopAnswer answer = questions.ask("order.read", Map.of("order", fact.reference()), Believe.SIGNED_OR_HTTPS);
        Agreement.Verdict verdict =
                switch (answer) {
                    case ShopAnswer.Said said -> judged(fact, SignedOrder.read(said.json(), fact.reference()));
                    case ShopAnswer.Missing missing -> Agreement.missing(fact);
                    case ShopAnswer.Trouble trouble -> new Agreement.NotNow(trouble.why(), trouble.after());
                    case ShopAnswer.No no -> new Agreement.No(no.reason(), no.details());
                };
        return switch (verdict) {
            case Agreement.Yes yes -> new Reconciled.Agreed(List.of());
            case Agreement.Tell tell -> new Reconciled.TellAgain(tell.why());
            case Agreement.NotNow notNow -> new Reconciled.Later(notNow.why(), notNow.after());
            case Agreement.No no -> new Reconciled.Refused(refused(no.reason()), no.details());
        };
    }

    private static Agreement.Verdict judged(ShopFact fact, SignedOrder.Reading reading) {
        return switch (reading) {
            case SignedOrder.Fine fine -> Agreement.of(fact, fine);
            case SignedOrder.Unreadable bad -> new Agreement.No(ShopAnswer.UNREADABLE, Map.of("field", bad.field()));
        };
    }

    @Override
    public Tending tend() {
        Ping ping = ping();
        String problem = ping.problem();
        return problem == null ? Tending.FINE : new Tending(List.of(), List.of(problem));
    }

    /** Asks the shop whether it is there, whether we understand each other, and what time it is there. */
    public Ping ping() {
        Instant before = questions.now();
        ShopAnswer answer = questions.ask("ping", Map.of(), Believe.SIGNED);
        Instant middle = before.plus(Duration.between(before, questions.now()).dividedBy(2));
        return switch (answer) {
            case ShopAnswer.Said said -> pong(said, middle);
            case ShopAnswer.Missing missing -> new Ping(missing.via(), null, refused(ShopAnswer.NOT_FOUND));
            case ShopAnswer.Trouble trouble -> new Ping(null, null, refused(ShopAnswer.UNREACHABLE));
            case ShopAnswer.No no -> misunderstood(no, middle);
        };
    }

    private Ping pong(ShopAnswer.Said said, Instant now) {
        Duration skew = said.skew(now);
        if (skew == null) {
            return new Ping(said.via(), null, refused(ShopAnswer.UNREADABLE));
        }
        boolean off = skew.abs().compareTo(MOST_SKEW) > 0;
        return new Ping(said.via(), skew, off ? refused(ShopAnswer.CLOCK) : null);
    }

    /** A wrong clock shows as a wrong signature: what the answer says about the time is good enough for a hint. */
    private Ping misunderstood(ShopAnswer.No no, Instant now) {
        Duration skew = no.unproven() == null ? null : no.unproven().skew(now);
        boolean off = skew != null && skew.abs().compareTo(MOST_SKEW) > 0;
        return new Ping(null, skew, refused(off ? ShopAnswer.CLOCK : no.reason()));
    }

    private String refused(String reason) {
        return prefix + "refused." + reason;
    }

    /**
     * What came of a ping.
     *
     * @param via the address that answered well, or null when none did
     * @param skew how far the shop's clock is ahead of ours, or null when unknown
     * @param problem what the merchant must do, as a message key, or null when all is well
     */
    public record Ping(
            @Nullable String via,
            @Nullable Duration skew,
            @Nullable String problem) {}
}
