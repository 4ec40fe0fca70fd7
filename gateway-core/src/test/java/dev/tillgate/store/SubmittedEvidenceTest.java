package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.MovableClock;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.DisputeEvidence;
import dev.tillgate.flow.DisputeEvidence.Status;
import dev.tillgate.flow.DisputeEvidence.Words;
import dev.tillgate.flow.DisputeFiles.Document;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.flow.DisputeRecord;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.SubmitEvidence;
import dev.tillgate.flow.Workers;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.Submission.Reason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Evidence on its way to a provider that loses answers, on a real database: it arrives once, and that is known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmittedEvidenceTest {
    private static final Words WORDS = new Words("We sent it, 茶", "1 × Tea", "Paid", List.of("re_1"));
    private static final Duration LEASE = Duration.ofSeconds(60);

    private StoreFixture fixture;
    private StoredDisputes disputes;
    private StoredDisputeFiles files;
    private MovableClock clock;
    private Bank bank;
    private SubmitEvidence submit;
    private int orders;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        disputes = new StoredDisputes(fixture.sessions);
        files = new StoredDisputeFiles(fixture.sessions);
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @BeforeEach
    void anew() {
        fixture.empty();
        for (String table : List.of("dispute", "dispute_case", "dispute_evidence", "dispute_file")) {
            fixture.database.execute("DELETE FROM " + table);
        }
        clock = new MovableClock(Samples.NOW.toString());
        bank = new Bank();
        submit = new SubmitEvidence(parts(), files, Pace.USUAL);
    }

    @Test
    void what_was_confirmed_is_sent_once_and_told() {
        Line line = disputed(Dispute.Status.NEEDS_RESPONSE);
        files.add(line.record().merchant(), line.added().id(), document("receipt.pdf", Topic.RECEIPT));
        assertThat(confirm(line)).isTrue();
        assertThat(confirm(line)).as("a double click").isTrue();

        work();
        work();

        assertThat(evidence(line).status()).isEqualTo(Status.SENT);
        assertThat(evidence(line).settledAt()).isEqualTo(clock.instant());
        assertThat(bank.received).singleElement().satisfies(one -> {
            assertThat(one.dispute()).isEqualTo(line.dispute().ref());
            assertThat(one.statement()).isEqualTo("We sent it, 茶");
            assertThat(one.refunds()).containsExactly("re_1");
            assertThat(one.documents()).singleElement().satisfies(document -> assertThat(document.topic())
                    .isEqualTo(Topic.RECEIPT));
        });
        assertThat(events()).isEqualTo(1);
        assertThat(fixture.database.number("SELECT COUNT(*) FROM callback")).isEqualTo(1);
        assertThat(confirm(line)).as("after it was sent").isTrue();
        work();
        assertThat(bank.received).hasSize(1);
    }

    @Test
    void an_answer_that_was_lost_is_asked_about_before_anything_is_sent_again() {
        Line line = disputed(Dispute.Status.NEEDS_RESPONSE);
        confirm(line);
        bank.plan("lost after");
        work();
        assertThat(evidence(line).status()).isEqualTo(Status.SENDING);

        clock.move(Duration.ofMinutes(1));
        bank.plan("unreachable");
        work();
        assertThat(evidence(line).status()).isEqualTo(Status.SENDING);
        clock.move(Duration.ofHours(1));
        work();

        assertThat(evidence(line).status()).isEqualTo(Status.SENT);
        assertThat(bank.received).hasSize(1);
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void what_may_still_be_on_its_way_is_not_sent_again_before_that_is_over() {
        Line line = disputed(Dispute.Status.NEEDS_RESPONSE);
        confirm(line);
        bank.plan("lost before");
        work();
        for (int i = 0; i < 5; i++) {
            clock.move(Duration.ofSeconds(15));
            work();
        }
        assertThat(bank.tries).isEqualTo(1);

        clock.move(Duration.ofMinutes(2));
        work();
        assertThat(bank.tries).isEqualTo(2);
        assertThat(bank.received).hasSize(1);
        assertThat(evidence(line).status()).isEqualTo(Status.SENT);
    }

    @Test
    void what_surely_was_not_sent_is_sent_again_soon() {
        Line line = disputed(Dispute.Status.NEEDS_RESPONSE);
        confirm(line);
        bank.plan("not sent");
        work();
        assertThat(evidence(line).leftAt()).isNull();
        clock.move(Duration.ofSeconds(10));
        work();
        assertThat(evidence(line).status()).isEqualTo(Status.SENT);
        assertThat(bank.received).hasSize(1);
    }

    @Test
    void a_refusal_is_shown_and_what_is_mended_is_sent_under_a_name_of_its_own() {
        Line line = disputed(Dispute.Status.NEEDS_RESPONSE);
        MerchantId merchant = line.record().merchant();
        DisputeId id = line.added().id();
        files.add(merchant, id, document("a.pdf", Topic.OTHER));
        confirm(line);
        assertThat(files.add(merchant, id, document("b.pdf", Topic.OTHER)))
                .as("while it is handed in")
                .isFalse();
        files.remove(merchant, id, 1);
        assertThat(files.of(merchant, id)).hasSize(1);
        bank.plan("refused");
        work();
        DisputeEvidence refused = evidence(line);
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(refused.why()).isEqualTo(Reason.DOCUMENTS);
        assertThat(refused.detail()).isEqualTo("too_large");
        assertThat(events()).isZero();

        files.remove(merchant, id, 1);
        assertThat(files.of(merchant, id)).isEmpty();
        assertThat(confirm(line)).isTrue();
        work();
        assertThat(evidence(line).status()).isEqualTo(Status.SENT);
        assertThat(evidence(line).id()).isNotEqualTo(refused.id());
        assertThat(evidence(line).why()).isNull();
        assertThat(bank.received).hasSize(1);
    }

    @Test
    void a_dispute_that_waits_for_nothing_is_not_answered() {
        for (Dispute.Status status : List.of(Dispute.Status.UNDER_REVIEW, Dispute.Status.WON, Dispute.Status.LOST)) {
            Line line = disputed(status);
            assertThat(confirm(line)).as(status.name()).isFalse();
            assertThat(disputes.evidence(line.record().merchant(), line.added().id()))
                    .isEmpty();
        }
        assertThat(submit.confirm(
                        fixture.samples.merchant,
                        disputed(Dispute.Status.WON).record().order(),
                        DisputeId.next(),
                        WORDS))
                .isFalse();
    }

    @Test
    void several_nodes_hand_it_in_once() {
        Line line = disputed(Dispute.Status.NEEDS_RESPONSE);
        bank.plan("lost after");
        List<Workers> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                nodes.add(new Workers(
                        new StoredJobQueue(fixture.sessions),
                        Map.of(Kind.EVIDENCE, this::run),
                        new Workers.Settings(Duration.ofMillis(20), LEASE, 4, Duration.ofSeconds(5)),
                        clock,
                        new SimpleMeterRegistry()));
            }
            nodes.forEach(Workers::start);
            confirm(line);
            await().until(() -> bank.received.size() == 1);
            await().until(() -> {
                clock.move(Duration.ofMinutes(1));
                return evidence(line).status() == Status.SENT;
            });
        } finally {
            nodes.forEach(Workers::close);
        }
        assertThat(bank.received).hasSize(1);
        assertThat(events()).isEqualTo(1);
    }

    private boolean confirm(Line line) {
        return submit.confirm(
                line.record().merchant(), line.record().order(), line.added().id(), WORDS);
    }

    /** What the workers do. */
    private void work() {
        new StoredJobQueue(fixture.sessions)
                .take(Kind.EVIDENCE, 10, LEASE, clock.instant())
                .forEach(this::run);
    }

    private void run(Job job) {
        submit.run(job.merchant(), Objects.requireNonNull(job.order()), new DisputeId(job.id()));
    }

    private DisputeEvidence evidence(Line line) {
        return disputes.evidence(line.record().merchant(), line.added().id()).orElseThrow();
    }

    private long events() {
        return fixture.database.number("SELECT COUNT(*) FROM event WHERE type = 'dispute.evidence_submitted'");
    }

    private Document document(String name, Topic topic) {
        return new Document(0, name, topic, "application/pdf", new byte[] {'%', 'P'}, clock.instant());
    }

    private Line disputed(Dispute.Status status) {
        OrderFile file = fixture.samples.opened("order " + orders++);
        Payment payment = Samples.onlyPayment(file);
        Attempt attempt = fixture.samples.attempt(payment);
        file.put(attempt);
        fixture.saved(file);
        Instant now = Samples.NOW;
        fixture.inOne(books -> {
            DisputeRecord record = new DisputeRecord(
                    attempt.merchant(),
                    attempt.account(),
                    file.order().id(),
                    payment.id(),
                    attempt.id(),
                    new Dispute("dp_" + orders, status, Money.ofMinor(500, "EUR"), "fraudulent", null),
                    now,
                    now);
            books.insert(record);
            books.insert(record.opensCase(now));
        });
        return disputes.of(fixture.samples.merchant, payment.id()).getFirst();
    }

    private FlowParts parts() {
        return new FlowParts(
                new OrderDesk(fixture.transactions, (events, due) -> {}),
                new PaymentLife(Pace.USUAL),
                new Dispatcher(fixture.transactions, new SimpleMeterRegistry()),
                new OneAccount(),
                new StoredPaymentReader(fixture.sessions),
                new Till.NoLinks(),
                clock);
    }

    /** A provider with a book of what it got. */
    private static final class Bank implements Provider.AnswersDisputes {
        private final List<Evidence> received = new ArrayList<>();
        private final Deque<String> troubles = new ArrayDeque<>();
        private int tries;

        synchronized void plan(String trouble) {
            troubles.add(trouble);
        }

        @Override
        public synchronized Submission answered(Evidence evidence) throws IOException {
            if ("unreachable".equals(troubles.peek())) {
                troubles.remove();
                throw new NotSentException("no connection");
            }
            return received.stream().anyMatch(one -> one.id().equals(evidence.id()))
                    ? new Submission.Taken()
                    : new Submission.NotSent("no record");
        }

        @Override
        public synchronized Submission answer(Evidence evidence) throws IOException {
            tries++;
            String trouble = troubles.isEmpty() ? "" : troubles.remove();
            switch (trouble) {
                case "not sent" -> throw new NotSentException("no connection");
                case "lost before" -> throw new IOException("no answer");
                case "refused" -> {
                    return new Submission.Refused(Reason.DOCUMENTS, "too_large");
                }
                default -> received.add(evidence);
            }
            if (trouble.equals("lost after")) {
                throw new IOException("no answer");
            }
            return new Submission.Taken();
        }

        @Override
        public Outcome start(ChargeRequest request) {
            return new Outcome.Unknown("it only reads evidence");
        }

        @Override
        public Outcome query(ChargeQuery query) {
            return new Outcome.Unknown("it only reads evidence");
        }

        @Override
        public Notification read(InboundRequest request) {
            return new Notification.Ignored("it only reads evidence");
        }
    }

    private final class OneAccount implements Directory {
        private final ProviderType type =
                new ProviderType("bank", List.of(), Set.of(), List.of(), Bank.class, (settings, exchange, now) -> bank);

        @Override
        public Optional<StoreProfile> store(MerchantId merchant, StoreId store) {
            return Optional.empty();
        }

        @Override
        public Optional<OpenAccount> account(MerchantId merchant, AccountId account) {
            return account(account);
        }

        @Override
        public Optional<OpenAccount> account(AccountId account) {
            return Optional.of(new OpenAccount(fixture.samples.merchant, account, type, bank));
        }
    }
}
