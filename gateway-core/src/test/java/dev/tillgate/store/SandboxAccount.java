package dev.tillgate.store;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Operation;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.settlement.SettlementFiles;
import java.io.IOException;
import java.time.Instant;

/** Payments at the sandbox in every state that a file can tell of, and the files. */
final class SandboxAccount {
    private final SettlementScene scene;

    SandboxAccount(SettlementScene scene) {
        this.scene = scene;
        scene.accountIsAt("sandbox");
    }

    SettlementImport taken(String text) {
        try {
            return scene.imports.take(scene.upload("sandbox"), SettlementFiles.utf8(text));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    SettlementImport imported(String text) {
        return imported("sandbox", text);
    }

    SettlementImport imported(String provider, String text) {
        try {
            return scene.imported(provider, SettlementFiles.utf8(text));
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Attempt started(String reference) {
        return started(reference, 1000);
    }

    private Attempt started(String reference, long cents) {
        StoreProfile.Offer offer = new StoreProfile.Offer("card", scene.samples.account, "sandbox");
        return scene.started(reference, Money.ofMinor(cents, "EUR"), CaptureMode.AUTOMATIC, offer, Samples.NOW);
    }

    Attempt paid(String reference, long price, String ref) {
        Attempt attempt = started(reference, price);
        scene.answered(attempt, done(ref, attempt.amount()), Source.REPLY, Instant.now());
        // As if it had been made now: ids and times of creation go together.
        scene.database.execute("UPDATE attempt SET created_at = NOW(3) WHERE id = '" + attempt.id() + "'");
        return attempt;
    }

    /** Reserved, then collected in two parts. */
    Attempt captured(String reference, long first, long second) {
        Attempt attempt = started(reference);
        Outcome reserved = new Outcome.Done(Effect.AUTHORIZED, "ch_" + reference, attempt.amount());
        scene.database.execute("UPDATE payment SET capture_mode = 'MANUAL'");
        OrderFile file = scene.file(attempt);
        scene.life.answered(file, attempt.id(), reserved, Source.REPLY, Samples.NOW);
        for (long part : new long[] {first, second}) {
            Operation capture =
                    scene.life.operations().capture(file, attempt.payment(), Money.ofMinor(part, "EUR"), Samples.NOW);
            Outcome done = new Outcome.Done(Effect.CAPTURED, "cap_" + capture.id(), capture.amount());
            scene.life.operations().answered(file, capture.id(), done, Source.REPLY, Samples.NOW);
        }
        scene.save(file);
        return attempt;
    }

    Attempt declined(String reference) {
        Attempt attempt = started(reference);
        scene.database.execute(
                "UPDATE attempt SET status = '" + AttemptStatus.DECLINED + "' WHERE id = '" + attempt.id() + "'");
        return attempt;
    }

    Operation refunded(Attempt attempt, long cents, String ref) {
        OrderFile file = scene.file(attempt);
        Operation refund = scene.life
                .operations()
                .refund(file, attempt.payment(), Money.ofMinor(cents, "EUR"), null, Instant.now());
        Outcome done = new Outcome.Done(Effect.REFUNDED, ref, refund.amount());
        scene.life.operations().answered(file, refund.id(), done, Source.REPLY, Instant.now());
        scene.save(file);
        return refund;
    }

    static Outcome done(String ref, Money amount) {
        return new Outcome.Done(Effect.CAPTURED, ref, amount);
    }
}
