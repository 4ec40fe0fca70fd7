package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.simulator.FaultPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a bank is set up.
 *
 * @param baseUrl where it is served, without a slash at the end, such as {@code https://pay.example/sandbox}
 * @param folder where its book is kept, or null to keep it in memory only
 * @param rootSecret what all its keys are derived from; keep it, or all accounts change
 * @param mostCharges how many charges it remembers
 */
public record BankOptions(String baseUrl, @Nullable Path folder, String rootSecret, int mostCharges, FaultPlan faults) {
    private static final int MOST_CHARGES = 20_000;

    public static BankOptions inMemory(String baseUrl, String rootSecret) {
        return new BankOptions(baseUrl, null, rootSecret, MOST_CHARGES, FaultPlan.none());
    }

    public static BankOptions inFolder(String baseUrl, String rootSecret, Path folder) {
        return new BankOptions(baseUrl, folder, rootSecret, MOST_CHARGES, FaultPlan.none());
    }

    public BankOptions withFaults(FaultPlan plan) {
        return new BankOptions(baseUrl, folder, rootSecret, mostCharges, plan);
    }

    public BankOptions withMostCharges(int most) {
        return new BankOptions(baseUrl, folder, rootSecret, most, faults);
    }

    @Override
    public String toString() {
        return "BankOptions[" + baseUrl + "]";
    }
}
