package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The bank as a process of its own, for tests that kill the gateway (or the bank). Arguments, each {@code name=value}:
 * {@code port} (0 for any), {@code folder}, {@code secret}, {@code seed}, {@code faults} (see
 * {@link FaultPlan.Chance#parse}) and {@code charges} (how many are remembered). Prints {@code READY <url>} and the
 * settings' root: accounts are derived from the secret, so the test derives the same with {@code
 * SandboxBank.account(id)}.
 */
public final class SandboxBankServer {
    private SandboxBankServer() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        long seed = Long.parseLong(given.getOrDefault("seed", "1"));
        FaultPlan faults = FaultPlan.Chance.parse(seed, given.getOrDefault("faults", ""));
        SimulatorServer server = SimulatorServer.bind(Integer.parseInt(given.getOrDefault("port", "0")));
        BankOptions options = BankOptions.inFolder(
                        server.url(),
                        given.getOrDefault("secret", "sandbox"),
                        Path.of(given.getOrDefault("folder", ".")))
                .withMostCharges(Integer.parseInt(given.getOrDefault("charges", "1000000")))
                .withFaults(faults);
        HttpExchange sender = new HttpExchange(HttpLimits.forCallbacks().withPlainHttp(true));
        SandboxBank bank = new SandboxBank(options, sender, InstantSource.system());
        server.serve(bank::handle);
        System.out.println("READY " + server.url());
    }
}
