package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Somebody in front of the bank's pages, without a browser. */
public final class Payer {
    private final SandboxBank bank;

    public Payer(SandboxBank bank) {
        this.bank = bank;
    }

    /** Opens the page of a charge. */
    public Reply opens(BankCharge charge) {
        return send("GET", path(charge), "");
    }

    public Reply typesCard(BankCharge charge, String number) {
        return send(
                "POST",
                path(charge),
                "action=pay&number=" + URLEncoder.encode(number, StandardCharsets.UTF_8) + "&expiry=12%2F34&cvc=123");
    }

    public Reply presses(BankCharge charge, String action) {
        return send("POST", path(charge), "action=" + action);
    }

    Reply send(String method, String path, String form) {
        return bank.handle(
                new InboundRequest(method, path, null, Map.of(), form.getBytes(StandardCharsets.UTF_8), Instant.now()));
    }

    private String path(BankCharge charge) {
        String path = URI.create(bank.pageUrl(charge)).getPath();
        return path.substring(path.indexOf("/pay/"));
    }
}
