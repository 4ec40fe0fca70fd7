package dev.tillgate.chat;

import dev.tillgate.chat.PayCard.Status;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.RecommendMethods;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the card of a payment as it stands; reads nothing but what is cached. */
public final class PayCards {
    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

    private final Directory directory;
    private final RecommendMethods recommend;
    private final Links links;
    private final InstantSource clock;

    public PayCards(Directory directory, RecommendMethods recommend, Links links, InstantSource clock) {
        this.directory = directory;
        this.recommend = recommend;
        this.links = links;
        this.clock = clock;
    }

    /**
     * The card, for the conversation in which the order may be paid.
     *
     * @param channel through which it is held
     */
    public PayCard of(PaymentView view, ChatOrder in, String channel) {
        Payment payment = view.payment();
        Status status = status(view);
        boolean open = status == Status.PAY || status == Status.UNDER_WAY;
        return new PayCard(
                view.order().lastSequence(),
                view.order().reference(),
                payment.id().value(),
                directory
                        .store(payment.merchant(), payment.store())
                        .map(StoreProfile::name)
                        .orElse(""),
                view.order().description(),
                view.order().lines(),
                payment.amount(),
                payment.status() == PaymentStatus.OPEN ? view.missing() : payment.rest(),
                status,
                status == Status.PAY ? choices(view, in, channel) : List.of(),
                open || status == Status.CHECKING ? link(view, in) : null,
                payment.expiresAt(),
                in.word(),
                status == Status.PAY ? declined(view) : null);
    }

    /** The payment's page, as it is opened from the conversation. */
    public String link(PaymentView view, ChatOrder in) {
        return links.checkout(view.payment().merchant(), view.id()) + "?" + ChatOrigins.PARAMETER + "=" + in.id();
    }

    /** What the card says in short: a card with the same state has no news. */
    static String state(PaymentView view, PayCard card) {
        return card.declined() == null
                ? card.status().name()
                : card.status() + " "
                        + last(view).map(attempt -> attempt.id().value()).orElse("");
    }

    static ChatOrder.Shown shown(PaymentView view, PayCard card) {
        return new ChatOrder.Shown(view.order().id(), view.id(), card.version(), state(view, card));
    }

    private List<PayCard.Choice> choices(PaymentView view, ChatOrder in, String channel) {
        Occasion occasion =
                new Occasion(Occasion.Device.UNKNOWN, channel, in.terms().business());
        return recommend.of(view, occasion).stream()
                .map(one -> new PayCard.Choice(one.method(), one.reasonKey().isEmpty() ? null : one.reasonKey()))
                .toList();
    }

    private Status status(PaymentView view) {
        Payment payment = view.payment();
        return switch (payment.status()) {
            case PAID -> returned(payment);
            case AUTHORIZED -> Status.UNDER_WAY;
            case CANCELED -> view.isInDoubt() ? Status.CHECKING : Status.CANCELED;
            case EXPIRED -> view.isInDoubt() ? Status.CHECKING : Status.EXPIRED;
            case OPEN -> view.isInDoubt() ? doubt(view) : underWay(view) ? Status.UNDER_WAY : Status.PAY;
        };
    }

    /** Money sent back in part or whole. */
    private static Status returned(Payment payment) {
        if (payment.refunded().isZero()) {
            return Status.PAID;
        }
        return payment.refunded().compareTo(payment.captured()) >= 0 ? Status.REFUNDED : Status.PARTLY_REFUNDED;
    }

    /** Not in doubt yet: what the provider says it works on, and what was asked a moment ago. */
    private static Status doubt(PaymentView view) {
        return last(view)
                        .filter(attempt -> attempt.status() == AttemptStatus.PENDING)
                        .isPresent()
                ? Status.UNDER_WAY
                : Status.CHECKING;
    }

    private static boolean underWay(PaymentView view) {
        return last(view)
                .filter(attempt -> attempt.status() == AttemptStatus.AWAITING_PAYER)
                .isPresent();
    }

    private static Optional<Attempt> last(PaymentView view) {
        return view.lastAttempt();
    }

    private static @Nullable String declined(PaymentView view) {
        return last(view)
                .filter(attempt -> attempt.status() == AttemptStatus.DECLINED)
                .map(Attempt::declineReason)
                .map(reason -> "decline." + reason.name())
                .orElse(null);
    }
}
