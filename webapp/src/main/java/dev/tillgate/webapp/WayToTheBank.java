package dev.tillgate.webapp;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.InProcessExchange;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import java.net.URI;
import java.time.Clock;
import java.util.HexFormat;

/** The sandbox bank, another party, and how it is reached: over HTTP like any provider, or within the process. */
record WayToTheBank(SandboxBank bank, Exchange way) {
    static WayToTheBank of(Settings settings, URI publicUrl, Vault vault, HttpExchange wire, Clock clock) {
        String url = publicUrl + "/sandbox";
        String secret = HexFormat.of().formatHex(vault.derive("sandbox-bank"));
        BankOptions options =
                BankOptions.inFolder(url, secret, settings.get(Keys.DATA).resolve("sandbox"));
        if (settings.get(Keys.SANDBOX_IN_PROCESS)) {
            // Without a wire there are no notifications either: what is measured is the gateway, not the bank.
            SandboxBank bank = new SandboxBank(options, null, clock);
            return new WayToTheBank(bank, new InProcessExchange(bank, url));
        }
        return new WayToTheBank(new SandboxBank(options, wire, clock), wire);
    }
}
