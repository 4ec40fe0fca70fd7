package dev.tillgate.flow.settlement;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.SettlementFormat.Bad;
import dev.tillgate.provider.SettlementRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads settlements for people; takes no lock. */
public interface SettlementReader {
    /** How long after it was paid a charge may take to appear in a file before it is missed. */
    Duration USUAL_DELAY = Duration.ofDays(3);

    /** Imports, newest first. */
    List<SettlementImport> imports(MerchantId merchant, @Nullable String before, int limit);

    /** What an import's rows come to, one for each kind and currency; of what it brought first. */
    List<Sum> sums(SettlementImport of);

    /** Rows that could not be read. */
    List<Bad> bad(MerchantId merchant, String id, int limit);

    /** Rows that nothing explains, oldest first. */
    List<Open> open(MerchantId merchant, @Nullable Finding finding, @Nullable Place after, int limit);

    /** Payouts, newest first. */
    List<Payout> payouts(MerchantId merchant, @Nullable Place before, int limit);

    Optional<PayoutStatement> statement(MerchantId merchant, AccountId account, String payout, String currency);

    /** Rows of a payout, by their key. */
    List<Line> rows(Payout of, @Nullable String after, int limit);

    /**
     * Charges and refunds of ours, older than {@code delay}, that no file has told of although files tell of later ones.
     * Looks at a bounded number of attempts.
     */
    Missing missing(MerchantId merchant, @Nullable String after, Duration delay, Instant now);

    /** Where a list goes on. */
    record Place(Instant at, String key) {}

    /** What rows of one kind and currency come to. */
    record Sum(SettlementRow.Kind kind, long count, Money gross, Money fee, Money net) {}

    /** A row that nothing explains. */
    record Open(AccountId account, Line line, Finding finding) {}

    /** A row as kept. */
    record Line(
            String key,
            String importId,
            long number,
            SettlementRow.Kind kind,
            String word,
            Money gross,
            Money fee,
            Money net,
            @Nullable Money original,
            @Nullable PaymentId payment,
            @Nullable AttemptId attempt,
            @Nullable OperationId operation,
            Instant bookedAt) {}

    /** A payout that files speak of, in one currency. */
    record Payout(MerchantId merchant, AccountId account, String ref, String currency, Instant bookedAt) {}

    /**
     * Some that are missing.
     *
     * @param next where to look on, or null at the end
     */
    record Missing(List<Absent> found, @Nullable String next) {}

    /** A charge or a refund that no file tells of. */
    record Absent(
            AccountId account,
            PaymentId payment,
            AttemptId attempt,
            @Nullable OperationId refund,
            Money amount,
            Instant since) {}
}
