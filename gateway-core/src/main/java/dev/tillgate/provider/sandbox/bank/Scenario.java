package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Fault.Kind;
import dev.tillgate.provider.simulator.NoticeFault;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a charge goes. Chosen by the instrument of a one-call charge ({@code tok_} and the name in lower case, for
 * example {@code tok_declined_insufficient_funds}; {@code tok_visa} is {@link #APPROVED}), or by the test card that the
 * payer types on the bank's page.
 */
public enum Scenario {
    APPROVED(Ending.APPROVE, null),
    DECLINED_INSUFFICIENT_FUNDS(Ending.DECLINE, "insufficient_funds"),
    DECLINED_DECLINED_BY_ISSUER(Ending.DECLINE, "do_not_honor"),
    DECLINED_EXPIRED_CARD(Ending.DECLINE, "expired_card"),
    DECLINED_INCORRECT_NUMBER(Ending.DECLINE, "incorrect_number"),
    DECLINED_INCORRECT_CVC(Ending.DECLINE, "incorrect_cvc"),
    DECLINED_LOST_OR_STOLEN(Ending.DECLINE, "stolen_card"),
    DECLINED_SUSPECTED_FRAUD(Ending.DECLINE, "fraudulent"),
    DECLINED_LIMIT_EXCEEDED(Ending.DECLINE, "limit_exceeded"),
    DECLINED_AUTHENTICATION_FAILED(Ending.DECLINE, "authentication_failed"),
    DECLINED_NOT_SUPPORTED(Ending.DECLINE, "not_supported"),
    DECLINED_PROCESSING_ERROR(Ending.DECLINE, "processing_error"),
    DECLINED_CANCELED_BY_PAYER(Ending.DECLINE, "canceled_by_payer"),
    DECLINED_EXPIRED(Ending.DECLINE, "expired"),
    DECLINED_CLOSED(Ending.DECLINE, "closed"),

    /** The payer must confirm on a page of the bank first. */
    CHALLENGE(Ending.CHALLENGE, null),
    /** Confirmed, and then declined all the same. */
    CHALLENGE_THEN_DECLINED(Ending.CHALLENGE, "do_not_honor"),
    CHALLENGE_THEN_INSUFFICIENT_FUNDS(Ending.CHALLENGE, "insufficient_funds"),

    /** The bank needs {@link #TIME_TO_SETTLE}, then approves. */
    PENDING_THEN_APPROVED(Ending.SETTLE_LATER, null),
    PENDING_THEN_DECLINED(Ending.SETTLE_LATER, "processing_error"),
    /** Stays pending for ever. */
    PENDING_FOR_EVER(Ending.STAY_PENDING, null),

    /** Charges one minor unit less than it was asked to, and says so. */
    AMOUNT_MISMATCH(Ending.APPROVE_LESS, null),
    /** Refunds are taken and fail after {@link #TIME_TO_SETTLE}. */
    REFUNDS_FAIL(Ending.APPROVE, null),
    /** Refunds are taken and succeed after {@link #TIME_TO_SETTLE}. */
    REFUNDS_LATER(Ending.APPROVE, null),

    /** Charged; the answer takes three seconds. */
    ANSWERS_LATE(Kind.NONE, Duration.ofSeconds(3), NoticeFault.NORMAL),
    /** Charged; every notification comes twice. */
    ANSWERS_TWICE(Kind.NONE, Duration.ZERO, NoticeFault.TWICE),
    /** Charged after a time in pending; the notification of the first state comes after that of the second. */
    OUT_OF_ORDER(Ending.SETTLE_LATER, null, new Fault(Kind.NONE, Duration.ZERO), NoticeFault.LATE),
    /** Charged; the line hangs and no answer comes. */
    NEVER_ANSWERS(Kind.HANG, Duration.ZERO, NoticeFault.NORMAL),
    /** Charged; neither an answer nor any notification comes: only asking helps. */
    SILENT(Kind.LOSE_AFTER, Duration.ZERO, NoticeFault.NONE),
    ANSWERS_GARBAGE(Kind.GARBLE, Duration.ZERO, NoticeFault.NORMAL),
    ANSWERS_HTML(Kind.HTML, Duration.ZERO, NoticeFault.NORMAL),
    ANSWERS_EMPTY(Kind.EMPTY, Duration.ZERO, NoticeFault.NORMAL),
    ANSWERS_TRUNCATED(Kind.TRUNCATE, Duration.ZERO, NoticeFault.NORMAL),
    WRONG_SIGNATURE(Kind.WRONG_SIGNATURE, Duration.ZERO, NoticeFault.WRONG_SIGNATURE),
    ERROR_AFTER_CHARGING(Kind.ERROR_AFTER, Duration.ZERO, NoticeFault.NORMAL),
    ERROR_BEFORE_CHARGING(Kind.ERROR_BEFORE, Duration.ZERO, NoticeFault.NORMAL),
    RATE_LIMITED(Kind.RATE_LIMIT, Duration.ZERO, NoticeFault.NORMAL);

    /** How long the bank needs when it does not decide at once. */
    public static final Duration TIME_TO_SETTLE = Duration.ofSeconds(3);

    private static final Map<String, Scenario> BY_TOKEN = Stream.concat(
                    Stream.of(values()).map(scenario -> Map.entry(scenario.token(), scenario)),
                    Stream.of("tok_visa", "tok_mastercard", "tok_unionpay").map(token -> Map.entry(token, APPROVED)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Ending ending;
    private final @Nullable String declineCode;
    private final Fault fault;
    private final NoticeFault notice;

    Scenario(Ending ending, @Nullable String declineCode) {
        this(ending, declineCode, Fault.NONE, NoticeFault.NORMAL);
    }

    Scenario(Kind fault, Duration delay, NoticeFault notice) {
        this(Ending.APPROVE, null, new Fault(fault, delay), notice);
    }

    Scenario(Ending ending, @Nullable String declineCode, Fault fault, NoticeFault notice) {
        this.ending = ending;
        this.declineCode = declineCode;
        this.fault = fault;
        this.notice = notice;
    }

    public static Optional<Scenario> ofToken(String token) {
        return Optional.ofNullable(BY_TOKEN.get(token));
    }

    /** The instrument that asks for it. */
    public String token() {
        return "tok_" + name().toLowerCase(Locale.ROOT);
    }

    Ending ending() {
        return ending;
    }

    /** The code it is declined with in the end, or null when it is approved. */
    @Nullable
    String declineCode() {
        return declineCode;
    }

    /** What happens to the answer to the charge request. */
    Fault fault() {
        return fault;
    }

    NoticeFault notice() {
        return notice;
    }

    enum Ending {
        APPROVE,
        APPROVE_LESS,
        DECLINE,
        CHALLENGE,
        SETTLE_LATER,
        STAY_PENDING
    }
}
