package dev.tillgate.webapp.practice;

import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.Sandbox;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.Simulator.SettlementFile;
import java.util.Optional;

/** Settlement files of accounts that are only for practice: a merchant downloads one and hands it in like a real one. */
public final class PracticeReports {
    /** Every provider that can be practiced says by this setting whether an account is for that. */
    private static final String MODE = "mode";

    private static final String PRACTICE = "practice";

    private final Practice practice;
    private final SandboxBank bank;

    public PracticeReports(Practice practice, SandboxBank bank) {
        this.practice = practice;
        this.bank = bank;
    }

    /** Whether there is a file of this account. */
    public boolean offers(ProviderAccount account) {
        Settings settings = account.settings();
        return isSandbox(account)
                ? bank.accountOf(settings) != null
                : settings.getOr(MODE, "").equals(PRACTICE);
    }

    /** The account's file as it is now, unless it is none for practice. */
    public Optional<SettlementFile> of(MerchantId merchant, ProviderAccount account) {
        String known = isSandbox(account) ? bank.accountOf(account.settings()) : null;
        if (known != null) {
            return Optional.of(bank.settlement(known));
        }
        return offers(account)
                ? practice.simulator(account.provider())
                        .map(simulator -> simulator.settlement(Practice.accountOf(merchant)))
                : Optional.empty();
    }

    private static boolean isSandbox(ProviderAccount account) {
        return account.provider().equals(Sandbox.TYPE.id());
    }
}
