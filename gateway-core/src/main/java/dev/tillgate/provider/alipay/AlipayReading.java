package dev.tillgate.provider.alipay;

import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.alipay.AlipayErrors.Meaning;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What signed answers of Alipay mean for an attempt or an operation. */
final class AlipayReading {
    /** Our word for a void that came too late: the payer had paid, and Alipay gave the money back. */
    static final String CLOSED_AFTER_PAYMENT = "CLOSED_AFTER_PAYMENT";

    /** Our word for an offer that nobody opened in time. */
    static final String NOT_OPENED = "TRADE_NOT_OPENED";

    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final Outcome OTHER = new Outcome.Unknown("the answer is about another trade");

    private AlipayReading() {}

    static Outcome precreated(AlipayAnswer answer, ChargeRequest request, Instant expiresAt) {
        Outcome failure = failure(answer);
        if (failure != null) {
            return failure;
        }
        String code = answer.text("qr_code");
        if (!isAbout(answer, request.attempt().value(), null)) {
            return OTHER;
        }
        return code == null || !code.matches("https?://[\\x21-\\x7e]+")
                ? new Outcome.Unknown("there is no QR code in the answer")
                : new Outcome.PayerMust(new Handed(code, expiresAt).ref(), new NextAction.Scan(code, expiresAt));
    }

    /** How a trade stands. */
    enum State {
        WAITING,
        PAID,
        /** Paid, and the money is not with the seller yet. */
        UNDER_WAY,
        UNPAID_CLOSED,
        /** Paid, and given back whole. */
        GIVEN_BACK
    }

    /** @param tradeNo Alipay's number of it */
    record Trade(State state, String tradeNo, Money total) {}

    /** The trade that a query tells of, or null when it does not tell of this one, whole and clearly. */
    static @Nullable Trade trade(AlipayAnswer answer, String attempt, @Nullable String ref, Money asked) {
        String tradeNo = answer.text("trade_no");
        String status = answer.text("trade_status");
        Money total = money(answer, "total_amount");
        if (!answer.isSuccess() || !isAbout(answer, attempt, ref) || tradeNo == null || status == null) {
            return null;
        }
        if (!tradeNo.matches("[0-9]{10,64}") || total == null || !total.equals(asked) || isForeign(answer)) {
            return null;
        }
        State state = state(answer, status);
        return state == null ? null : new Trade(state, tradeNo, total);
    }

    private static @Nullable State state(AlipayAnswer answer, String status) {
        return switch (status) {
            case "WAIT_BUYER_PAY" -> State.WAITING;
            case "TRADE_SUCCESS", "TRADE_FINISHED" ->
                answer.body().has("additional_status") ? State.UNDER_WAY : State.PAID;
            case "TRADE_CLOSED" -> closed(answer);
            default -> null;
        };
    }

    /** Closed may mean never paid, or paid and given back whole: the amounts and the time of payment tell. */
    private static @Nullable State closed(AlipayAnswer answer) {
        Money paid = money(answer, "buyer_pay_amount");
        Money received = money(answer, "receipt_amount");
        boolean evidence = answer.body().has("send_pay_date")
                || paid != null && paid.isPositive()
                || received != null && received.isPositive();
        if (evidence) {
            return State.GIVEN_BACK;
        }
        return paid != null && paid.isZero() && received != null && received.isZero() ? State.UNPAID_CLOSED : null;
    }

    /** Other currencies and credit that the payer has not paid yet are nothing that we asked for. */
    private static boolean isForeign(AlipayAnswer answer) {
        boolean otherMoney = Stream.of("trans_currency", "settle_currency", "pay_currency")
                .anyMatch(field -> answer.body().has(field) && !Alipay.CNY.equals(answer.text(field)));
        return otherMoney || answer.body().has("credit_pay_mode");
    }

    /** What a query of a charge comes to; null when the payer still has to do something. */
    static @Nullable Outcome charge(Trade trade) {
        return switch (trade.state()) {
            case PAID -> new Outcome.Done(Effect.CAPTURED, trade.tradeNo(), trade.total());
            case GIVEN_BACK -> new Outcome.Done(Effect.REFUNDED, trade.tradeNo(), trade.total());
            case UNPAID_CLOSED -> new Outcome.Done(Effect.CLOSED, trade.tradeNo(), trade.total());
            case UNDER_WAY -> new Outcome.Pending(trade.tradeNo(), ASK_AGAIN);
            case WAITING -> null;
        };
    }

    /** What the trade's state says of our wish to close it. */
    static Outcome voided(Trade trade, OperationRequest request) {
        return switch (trade.state()) {
            case UNPAID_CLOSED -> new Outcome.Done(Effect.CLOSED, trade.tradeNo(), request.amount());
            case PAID, UNDER_WAY -> new Outcome.Declined(DeclineReason.NOT_SUPPORTED, "TRADE_SUCCESS");
            case GIVEN_BACK -> new Outcome.Declined(DeclineReason.CLOSED, CLOSED_AFTER_PAYMENT);
            case WAITING -> new Outcome.NotSent("the trade is open");
        };
    }

    /** A close that went well; null when it did not, for a reason that has to be looked into. */
    static @Nullable Outcome closed(AlipayAnswer answer, OperationRequest request) {
        Outcome failure = answer.failure();
        if (failure != null || !answer.isSuccess()) {
            return failure;
        }
        String tradeNo = answer.text("trade_no");
        return tradeNo == null || !isAbout(answer, request.attempt().value(), request.chargeRef())
                ? OTHER
                : new Outcome.Done(Effect.CLOSED, tradeNo, request.amount());
    }

    /** What Alipay did when asked to cancel: null when it found nothing, so that nothing is known. */
    static @Nullable Outcome canceled(AlipayAnswer answer, OperationRequest request) {
        String action = answer.text("action");
        String tradeNo = answer.text("trade_no");
        if (!answer.isSuccess() || action == null || tradeNo == null) {
            return null;
        }
        if (!isAbout(answer, request.attempt().value(), request.chargeRef())) {
            return OTHER;
        }
        return switch (action) {
            case "close" -> new Outcome.Done(Effect.CLOSED, tradeNo, request.amount());
            case "refund" -> new Outcome.Declined(DeclineReason.CLOSED, CLOSED_AFTER_PAYMENT);
            default -> null;
        };
    }

    /** A refund that changed something; null when it says that it changed nothing. */
    static @Nullable Outcome refunded(AlipayAnswer answer, OperationRequest request) {
        Money total = money(answer, "refund_fee");
        if (!isAbout(answer, request.attempt().value(), request.chargeRef())) {
            return OTHER;
        }
        if ("N".equals(answer.text("fund_change"))) {
            return null;
        }
        // It tells all that was given back of this trade so far.
        boolean fits =
                total != null && total.compareTo(request.amount()) >= 0 && total.compareTo(request.charged()) <= 0;
        return fits && "Y".equals(answer.text("fund_change"))
                ? refundDone(request)
                : new Outcome.Unknown("the refund's answer does not fit");
    }

    /** Alipay answers success without any detail when it has no record of the refund, or it failed. */
    static Outcome refundFound(AlipayAnswer answer, OperationRequest request) {
        Outcome failure = failure(answer);
        if (answer.meaning() == Meaning.ABSENT) {
            return new Outcome.NotSent(AlipayErrors.TRADE_NOT_EXIST);
        }
        if (failure != null) {
            return failure;
        }
        boolean bare =
                Stream.of("refund_status", "out_request_no", "refund_amount").noneMatch(answer.body()::has);
        if (bare) {
            boolean ours = !answer.body().has("out_trade_no")
                    || request.attempt().value().equals(answer.text("out_trade_no"));
            return ours ? new Outcome.NotSent("no record of this refund") : OTHER;
        }
        boolean ours = isAbout(answer, request.attempt().value(), request.chargeRef())
                && request.operation().value().equals(answer.text("out_request_no"))
                && request.amount().equals(money(answer, "refund_amount"))
                && request.charged().equals(money(answer, "total_amount"));
        if (!ours) {
            return new Outcome.Unknown("the answer is about another refund");
        }
        return "REFUND_SUCCESS".equals(answer.text("refund_status"))
                ? refundDone(request)
                : new Outcome.Unknown("the refund's status is not known here");
    }

    /** What is told of a refund that was not asked for here; nothing unless all of it is. */
    static @Nullable Outcome refundElsewhere(AlipayAnswer answer, AttemptId attempt, String number) {
        Money amount = money(answer, "refund_amount");
        boolean whole = answer.isSuccess()
                && isAbout(answer, attempt.value(), null)
                && number.equals(answer.text("out_request_no"))
                && "REFUND_SUCCESS".equals(answer.text("refund_status"))
                && amount != null
                && amount.isPositive();
        return whole && amount != null ? new Outcome.Done(Effect.REFUNDED, number, amount) : null;
    }

    private static Outcome refundDone(OperationRequest request) {
        return new Outcome.Done(Effect.REFUNDED, request.operation().value(), request.amount());
    }

    /** What is not a success, where no failure means anything special. */
    static @Nullable Outcome failure(AlipayAnswer answer) {
        if (answer.isSuccess()) {
            return null;
        }
        return Objects.requireNonNullElseGet(answer.failure(), () -> new Outcome.Unknown(answer.subCode()));
    }

    /** Whether it names this attempt, and the trade that we know by its number. */
    private static boolean isAbout(AlipayAnswer answer, String attempt, @Nullable String ref) {
        String tradeNo = answer.text("trade_no");
        boolean sameTrade = ref == null || Handed.read(ref) != null || tradeNo == null || tradeNo.equals(ref);
        return attempt.equals(answer.text("out_trade_no")) && sameTrade;
    }

    static @Nullable Money money(AlipayAnswer answer, String field) {
        String text = answer.text(field);
        return text == null ? null : yuan(text);
    }

    static @Nullable Money yuan(String text) {
        try {
            Money money = Money.parse(text, Alipay.CNY);
            return money.minorUnits() < 0 ? null : money;
        } catch (InvalidMoney unusable) {
            return null;
        }
    }
}
