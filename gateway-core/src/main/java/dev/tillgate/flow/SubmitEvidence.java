package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.DisputeEvidence.Status;
import dev.tillgate.flow.DisputeEvidence.Words;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Provider.AnswersDisputes;
import dev.tillgate.provider.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Hands a merchant's evidence in at the provider: once, because a bank reads it once. The provider is asked what it has
 * before anything is sent, and an answer that was lost is asked about until the provider shows the evidence, or surely
 * has none and the first try can no longer be on its way.
 */
public final class SubmitEvidence {
    /** Several documents are sent, each for as long as a call may take. */
    private static final Duration CALLS = Duration.ofMinutes(6);

    private final FlowParts parts;
    private final DisputeFiles files;
    private final Pace pace;

    /** @param pace how soon a lost answer is asked about, and when what left can no longer be on its way */
    public SubmitEvidence(FlowParts parts, DisputeFiles files, Pace pace) {
        this.parts = parts;
        this.files = files;
        this.pace = pace;
    }

    /**
     * Keeps what the merchant has confirmed; it is sent by a worker. What is under way or was taken is left as it is.
     *
     * @return whether evidence is under way or taken now; not when the dispute wants none, or there is no such dispute
     */
    public boolean confirm(MerchantId merchant, OrderId order, DisputeId id, Words words) {
        return parts.desk()
                .change(merchant, order, (books, file) -> {
                    Optional<DisputeEvidence> known = books.evidence(merchant, id);
                    if (known.isPresent() && known.get().isFixed()) {
                        return true;
                    }
                    Optional<DisputeCase> wanted = books.disputeCase(merchant, id)
                            .filter(one -> books.dispute(merchant, one.account(), one.ref())
                                    .filter(dispute -> dispute.dispute().status() == Dispute.Status.NEEDS_RESPONSE)
                                    .isPresent());
                    wanted.ifPresent(one -> {
                        DisputeEvidence evidence = DisputeEvidence.confirmed(
                                one, words, parts.clock().instant());
                        if (known.isPresent()) {
                            books.replace(evidence);
                        } else {
                            books.insert(evidence);
                        }
                    });
                    return wanted.isPresent();
                })
                .result();
    }

    /** Does the next step of what is to be handed in. */
    public void run(MerchantId merchant, OrderId order, DisputeId id) {
        Optional<Work> begun = parts.desk()
                .change(merchant, order, (books, file) -> begin(books, merchant, id))
                .result();
        begun.ifPresent(work -> finish(work, call(work)));
    }

    private Optional<Work> begin(Books books, MerchantId merchant, DisputeId id) {
        Optional<DisputeCase> dispute = books.disputeCase(merchant, id);
        return books.evidence(merchant, id)
                .filter(evidence -> evidence.status() == Status.SENDING && dispute.isPresent())
                .map(evidence -> {
                    DisputeEvidence called =
                            evidence.calledUntil(parts.clock().instant().plus(CALLS));
                    books.update(called);
                    return new Work(called, dispute.orElseThrow());
                });
    }

    private Submission call(Work work) {
        OpenAccount account = parts.directory()
                .account(work.dispute.merchant(), work.dispute.account())
                .orElse(null);
        if (account == null) {
            return new Submission.Unknown("the provider account cannot be opened");
        }
        if (!(account.provider() instanceof AnswersDisputes provider)) {
            return new Submission.Refused(Submission.Reason.NOT_YET, "");
        }
        Evidence evidence = evidence(work);
        Submission known = parts.dispatcher()
                .ask(
                        account,
                        "query_evidence",
                        evidence.id(),
                        () -> provider.answered(evidence),
                        (surely, why) -> new Submission.Unknown(why));
        if (!(known instanceof Submission.NotSent)) {
            return known;
        }
        Instant now = parts.clock().instant();
        Instant left = work.evidence.leftAt();
        if (left != null && now.isBefore(left.plus(pace.notSentGrace()))) {
            return new Submission.Unknown("it may still be on its way");
        }
        if (!leaves(work, now)) {
            return new Submission.Unknown("somebody else is at it");
        }
        return parts.dispatcher()
                .ask(
                        account,
                        "evidence",
                        evidence.id(),
                        () -> provider.answer(evidence),
                        (surely, why) -> surely ? new Submission.NotSent(why) : new Submission.Unknown(why));
    }

    private Evidence evidence(Work work) {
        Words words = work.evidence.words();
        return new Evidence(
                work.evidence.id(),
                work.dispute.ref(),
                words.statement(),
                words.products(),
                words.record(),
                words.refunds(),
                files.of(work.dispute.merchant(), work.dispute.id()).stream()
                        .map(file -> new Evidence.Document(file.topic(), file.mediaType(), file.content()))
                        .toList());
    }

    /** Notes that it may arrive from now on, unless somebody took it up since. */
    private boolean leaves(Work work, Instant now) {
        return parts.desk()
                .change(work.dispute.merchant(), work.dispute.order(), (books, file) -> {
                    Optional<DisputeEvidence> still = still(books, work);
                    still.ifPresent(evidence -> books.update(evidence.leaving(now)));
                    return still.isPresent();
                })
                .result();
    }

    private void finish(Work work, Submission outcome) {
        parts.desk().change(work.dispute.merchant(), work.dispute.order(), (books, file) -> {
            still(books, work).ifPresent(evidence -> books.update(settled(books, file, work, evidence, outcome)));
            return work;
        });
    }

    private DisputeEvidence settled(
            Books books, OrderFile file, Work work, DisputeEvidence evidence, Submission outcome) {
        Instant now = parts.clock().instant();
        return switch (outcome) {
            case Submission.Taken taken -> {
                books.dispute(work.dispute.merchant(), work.dispute.account(), work.dispute.ref())
                        .ifPresent(record -> tell(file, record, now));
                yield evidence.taken(now);
            }
            case Submission.Refused refused -> evidence.refused(refused, now);
            // What was surely not sent has left no earlier than before this try.
            case Submission.NotSent notSent ->
                evidence.again(work.evidence.leftAt(), pace.nextNotTaken(evidence.asked(), now));
            case Submission.Unknown unknown ->
                evidence.again(evidence.leftAt(), pace.nextInDoubt(evidence.asked(), now));
        };
    }

    private static Optional<DisputeEvidence> still(Books books, Work work) {
        return books.evidence(work.dispute.merchant(), work.dispute.id())
                .filter(evidence -> evidence.status() == Status.SENDING
                        && evidence.id().equals(work.evidence.id())
                        && evidence.asked() == work.evidence.asked());
    }

    private static void tell(OrderFile file, DisputeRecord record, Instant now) {
        Attempt attempt = file.attempt(record.attempt());
        Payment payment = file.payment(record.payment());
        file.append(
                EventType.DISPUTE_EVIDENCE_SUBMITTED, payment, Facts.of(file, payment, attempt, record.dispute()), now);
    }

    /** As it was when the calls began. */
    private record Work(DisputeEvidence evidence, DisputeCase dispute) {}
}
