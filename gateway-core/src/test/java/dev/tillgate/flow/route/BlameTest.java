package dev.tillgate.flow.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What speaks against an account, and what is the payer's own affair. */
class BlameTest {
    private static final Set<DeclineReason> OF_THE_ACCOUNT =
            EnumSet.of(DeclineReason.PROCESSING_ERROR, DeclineReason.DECLINED_BY_ISSUER, DeclineReason.SUSPECTED_FRAUD);

    @ParameterizedTest
    @EnumSource(DeclineReason.class)
    void a_decline_counts_when_another_account_might_have_done_better(DeclineReason reason) {
        assertThat(Blame.of(AttemptStatus.DECLINED, reason, null, 0))
                .isEqualTo(OF_THE_ACCOUNT.contains(reason) ? Blame.ACCOUNT : Blame.NOT_COUNTED);
        assertThat(Blame.of(AttemptStatus.DECLINED, reason, ErrorTable.entry(reason, Advice.TRY_LATER), 0))
                .as("the provider's own table says it is its own trouble")
                .isEqualTo(Blame.ACCOUNT);
    }

    @ParameterizedTest
    @EnumSource(AttemptStatus.class)
    void every_end_of_an_attempt_has_its_meaning(AttemptStatus status) {
        Blame expected =
                switch (status) {
                    case SUCCEEDED, AUTHORIZED -> Blame.NONE;
                    case NOT_SENT -> Blame.ACCOUNT;
                    case STARTED, AWAITING_PAYER, PENDING, DECLINED, ABANDONED -> Blame.NOT_COUNTED;
                };

        assertThat(Blame.of(status, null, null, 0)).isEqualTo(expected);
    }

    @Test
    void a_lost_answer_speaks_against_an_account_and_a_running_call_does_not() {
        assertThat(Blame.of(AttemptStatus.STARTED, null, null, 0)).isEqualTo(Blame.NOT_COUNTED);
        assertThat(Blame.of(AttemptStatus.STARTED, null, null, 1)).isEqualTo(Blame.ACCOUNT);
    }
}
