package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A payment in every state a payer can meet, by the state's name. */
final class Gallery {
    private final Stage stage;
    private final Map<String, PaymentId> payments = new LinkedHashMap<>();

    Gallery(Stage stage) {
        this.stage = stage;
        open();
        acting();
        busy();
        paid();
        over();
    }

    Map<String, PaymentId> payments() {
        return payments;
    }

    PaymentId payment(String name) {
        return Objects.requireNonNull(payments.get(name), name);
    }

    private void open() {
        hang("choose");
        PaymentId declined = hang("choose.declined");
        begun(declined, "card", new Outcome.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51"));
        PaymentId notSent = hang("choose.not_sent");
        begun(notSent, "wallet", new Outcome.NotSent("connection refused"));
        PaymentId abandoned = hang("choose.abandoned");
        begun(abandoned, "wallet", new Outcome.Declined(DeclineReason.CANCELED_BY_PAYER, "cancel"));
        PaymentId lapsed = hang("choose.lapsed");
        begun(lapsed, "qr", Stage.must(new NextAction.Scan("https://wallet.example/q/old", Instant.now())));
    }

    private void acting() {
        PaymentId redirect = hang("redirect");
        begun(redirect, "card", Stage.must(new NextAction.Redirect("https://bank.example/pay/1", null)));
        begun(hang("scan"), "qr", Stage.scan());
        begun(hang("transfer"), "bank_transfer", Stage.transfer());
        PaymentId crypto = hang("crypto");
        begun(
                crypto,
                "crypto",
                Stage.must(new NextAction.SendCrypto(
                        "USDC", "0x52908400098527886E0F7030069857D2E4169EE7", "12345000", null)));
        PaymentId approve = hang("approve");
        begun(approve, "wallet", Stage.must(new NextAction.Await(Instant.now().plus(Duration.ofMinutes(3)))));
    }

    private void busy() {
        // As if pressed a moment ago, however long the tests take.
        stage.begin(hang("starting"), "card", Instant.now().plus(Duration.ofMinutes(20)));
        begun(hang("processing"), "bank_transfer", new Outcome.Pending("ch_1", Duration.ofMinutes(1)));
        begun(hang("checking"), "card", new Outcome.Unknown("no answer"));
    }

    private void paid() {
        paid(hang("paid"));
        PaymentId reserved = hang("reserved", CaptureMode.MANUAL, Instant.now());
        begun(reserved, "card", new Outcome.Done(Outcome.Effect.AUTHORIZED, "ch_1", Stage.PRICE));
        PaymentId late = hang("paid_late", CaptureMode.AUTOMATIC, Instant.now().minus(Duration.ofHours(2)));
        Instant before = Instant.now().minus(Duration.ofMinutes(90));
        stage.begin(late, "bank_transfer", before);
        stage.say(late, Stage.transfer(), before);
        stage.change(late, file -> stage.life().expire(file, late, Instant.now()));
        paidNow(late);
        PaymentId part = paid(hang("partly_refunded"));
        refund(part, Money.ofMinor(20_000, "EUR"), true);
        PaymentId whole = paid(hang("refunded"));
        refund(whole, null, true);
        PaymentId onItsWay = paid(hang("paid.refunding"));
        refund(onItsWay, null, false);
        twice(hang("paid.twice"));
    }

    private void twice(PaymentId payment) {
        AttemptId first = begun(payment, "card", Stage.must(new NextAction.Redirect("https://bank.example/1", null)));
        AttemptId second = begun(payment, "qr", Stage.scan());
        for (AttemptId attempt : new AttemptId[] {first, second}) {
            Outcome done = new Outcome.Done(Outcome.Effect.CAPTURED, "ch_" + attempt.value(), Stage.PRICE);
            stage.change(
                    payment, file -> stage.life().answered(file, attempt, done, Source.NOTIFICATION, Instant.now()));
        }
    }

    private void over() {
        PaymentId expired = hang("expired", CaptureMode.AUTOMATIC, Instant.now().minus(Duration.ofHours(2)));
        stage.change(expired, file -> stage.life().expire(file, expired, Instant.now()));
        PaymentId canceled = hang("canceled");
        stage.change(canceled, file -> stage.life().cancel(file, canceled, Instant.now()));
        PaymentId changed = hang("changed");
        reopened(changed);
        PaymentId elsewhere = hang("paid_elsewhere");
        paid(reopened(elsewhere));
    }

    private PaymentId reopened(PaymentId older) {
        PaymentId[] newer = new PaymentId[1];
        stage.change(
                older,
                file -> newer[0] = stage.life()
                        .open(file, CaptureMode.AUTOMATIC, Duration.ofHours(1), Instant.now())
                        .id());
        return newer[0];
    }

    private PaymentId hang(String name) {
        return hang(name, CaptureMode.AUTOMATIC, Instant.now());
    }

    private PaymentId hang(String name, CaptureMode mode, Instant now) {
        PaymentId payment = stage.order(Stage.BUYER, Stage.PRICE, mode, now);
        payments.put(name, payment);
        return payment;
    }

    private AttemptId begun(PaymentId payment, String method, Outcome outcome) {
        Attempt attempt = stage.begin(payment, method, Instant.now());
        stage.say(payment, outcome);
        return attempt.id();
    }

    private PaymentId paid(PaymentId payment) {
        stage.begin(payment, "card", Instant.now());
        return paidNow(payment);
    }

    private PaymentId paidNow(PaymentId payment) {
        stage.say(payment, new Outcome.Done(Outcome.Effect.CAPTURED, "ch_1", Stage.PRICE));
        return payment;
    }

    private void refund(PaymentId payment, @Nullable Money amount, boolean arrived) {
        PaymentLife life = stage.life();
        stage.change(payment, file -> life.operations().refund(file, payment, amount, null, Instant.now()));
        if (!arrived) {
            return;
        }
        stage.change(payment, file -> {
            Operation refund = file.operations().stream()
                    .filter(operation -> operation.kind() == OperationKind.REFUND)
                    .findFirst()
                    .orElseThrow();
            Outcome done = new Outcome.Done(Outcome.Effect.REFUNDED, "re_1", refund.amount());
            life.operations().answered(file, refund.id(), done, Source.REPLY, Instant.now());
        });
    }
}
