package dev.tillgate.webapp.checkout;

import dev.tillgate.chat.ChatOrigins.Origin;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.webapp.page.Frame;
import dev.tillgate.webapp.page.MoneyText;
import dev.tillgate.webapp.payapps.BackLinks;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import org.jspecify.annotations.Nullable;

/**
 * All that {@code checkout/pay.jte} and {@code checkout/receipt.jte} show.
 *
 * @param link path of this payment's pages, such as {@code /pay/…}
 * @param formCode for the hidden field that proves a form is ours
 * @param amount what this payment is about
 * @param moved what came in another amount, or too late
 * @param origin the conversation in which it was asked for, or null
 * @param said what happened just now, above everything else, or null
 * @param instead path of the payment that counts instead of this one, or null
 * @param isTest whether only the sandbox is involved
 * @param shopUrl where to go back to, or null
 */
public record PayPage(
        Frame frame,
        String link,
        String formCode,
        String storeName,
        Order order,
        PaymentId payment,
        Money amount,
        Screen screen,
        MoneyMoved moved,
        @Nullable Origin origin,
        @Nullable Notice said,
        @Nullable String instead,
        boolean isTest,
        @Nullable String shopUrl,
        Instant now) {

    /** A text, for templates. */
    public String text(String key, Object... values) {
        return frame.texts().get(key, values);
    }

    public String money(Money money) {
        return MoneyText.of(money, frame.texts().language());
    }

    /** What the buyer has to pay, or has paid. */
    public Money due() {
        return moved.isPart() ? moved.missing() : amount;
    }

    /** Whether something may change without the payer doing anything, so that the page must look again. */
    public boolean isWaiting() {
        return screen.isWaiting() || moved.isGoingBack();
    }

    /** A date and time as people read it, in UTC; the script turns it into the reader's own time. */
    public String time(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(frame.texts().language().locale())
                        .withZone(ZoneOffset.UTC)
                        .format(instant)
                + " UTC";
    }

    /** Whole minutes from now, at least one: what a page without a script can say. */
    public long minutesUntil(Instant until) {
        return Math.max(1, Duration.between(now, until).plusSeconds(59).toMinutes());
    }

    /** The first letter of the store's name, as its sign. */
    public String initial() {
        String name = storeName.strip();
        return name.isEmpty()
                ? "·"
                : name.substring(0, name.offsetByCodePoints(0, 1))
                        .toUpperCase(frame.texts().language().locale());
    }

    public String totalLabel() {
        return switch (screen) {
            case Screen.Paid paid -> text("total.paid");
            case Screen.Over over -> text("total.void");
            case Screen.Choose choose -> text("total.due");
            case Screen.Act act -> text("total.due");
            case Screen.Busy busy -> text("total.void");
        };
    }

    /** What a method's button says. */
    public String press(MethodChoice choice) {
        String name = method(choice.method());
        return choice.failedBefore()
                ? text("again.method", name)
                : frame.texts().getOr("pay." + choice.method(), text("pay", name));
    }

    /** Whether to offer the way back to the shop without having paid. */
    public boolean leaves() {
        return shopUrl != null && isToBePaid();
    }

    /** Whether there is something for the payer to do. */
    public boolean isToBePaid() {
        return screen instanceof Screen.Choose || screen instanceof Screen.Act;
    }

    /** Whether the buyer is taken on by itself: the shop's platform shows what comes next. */
    public boolean handsOver() {
        return shopUrl != null && screen instanceof Screen.Paid && shopUrl.contains(BackLinks.PATH);
    }

    public String hint(MethodChoice choice) {
        String general = text("style." + choice.style() + ".hint");
        return frame.texts().getOr("method." + choice.method() + ".hint", general);
    }

    /** Why a method is recommended; falls back to the hint on how it works. */
    public String why(MethodChoice choice) {
        return choice.reasonKey() == null ? hint(choice) : frame.texts().getOr(choice.reasonKey(), hint(choice));
    }

    public String method(String code) {
        return frame.texts().method(code);
    }

    /** The name of a chat channel, such as Telegram; for the shop's own, where it is. */
    public String channel(String code) {
        return frame.texts().getOr("channel." + code, text("chat.channel"));
    }

    /** The name of a transfer detail; the provider's own word for it when we have none. */
    public String label(String key) {
        return frame.texts().getOr("transfer." + key, key);
    }
}
