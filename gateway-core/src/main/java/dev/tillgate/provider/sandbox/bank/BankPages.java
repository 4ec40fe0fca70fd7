package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.sandbox.bank.BankCharge.Status;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.Html;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pages that payers see and press buttons on. Whoever has a page's address may use it; the address cannot be
 * guessed. Card numbers are compared with the list of test cards and forgotten.
 */
final class BankPages {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; " + "frame-ancestors 'none'";
    private final BankBook book;
    private final Teller teller;
    private final BankAccounts accounts;
    private final InstantSource clock;
    private final PageWriter english = new PageWriter(Locale.ENGLISH);
    private final PageWriter chinese = new PageWriter(Locale.CHINESE);
    private final byte[] style = Html.resource(Html.class, "style.css").getBytes(StandardCharsets.UTF_8);

    BankPages(BankBook book, Teller teller, BankAccounts accounts, InstantSource clock) {
        this.book = book;
        this.teller = teller;
        this.accounts = accounts;
        this.clock = clock;
    }

    Reply handle(InboundRequest request) {
        if (request.path().equals("/style.css")) {
            return Reply.of(200, "text/css; charset=utf-8", style, Map.of("cache-control", "max-age=3600"));
        }
        return book.locked(() -> {
            BankCharge charge =
                    request.path().startsWith("/pay/") ? charge(request.path().substring(5)) : null;
            if (charge == null) {
                return html(404, english.missing());
            }
            return request.method().equals("POST") ? press(charge, request) : html(200, show(charge, ""));
        });
    }

    /** The charge of a sealed id such as {@code sch_….<seal>}, or null. */
    private @Nullable BankCharge charge(String sealed) {
        int dot = sealed.indexOf('.');
        if (dot < 0) {
            return null;
        }
        String id = sealed.substring(0, dot);
        byte[] seal = sealed.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        boolean genuine = MessageDigest.isEqual(accounts.pageSeal(id).getBytes(StandardCharsets.UTF_8), seal);
        BankCharge charge = genuine ? book.charge(id) : null;
        return charge == null ? null : teller.current(charge);
    }

    private Html show(BankCharge charge, String problem) {
        PageWriter writer = writer(charge);
        if (charge.status() != Status.AWAITING_PAYER) {
            return writer.result(charge);
        }
        if (isChallenge(charge)) {
            return writer.challenge(charge);
        }
        return switch (charge.terms().method()) {
            case "wallet" -> writer.wallet(charge);
            case "qr" -> writer.scanned(charge);
            case "bank_transfer" -> writer.transfer(charge);
            default -> writer.card(charge, problem);
        };
    }

    private Reply press(BankCharge charge, InboundRequest request) {
        Map<String, String> form = Form.read(new String(request.body(), StandardCharsets.UTF_8));
        String action = form.getOrDefault("action", "");
        if (charge.status() == Status.AWAITING_PAYER) {
            if (action.equals("pay") && charge.terms().method().equals("card") && !isChallenge(charge)) {
                String problem = pay(charge, form);
                if (!problem.isEmpty()) {
                    return html(422, show(charge, problem));
                }
            } else if (isChallenge(charge)) {
                answerChallenge(charge, action);
            } else {
                decide(charge, action);
            }
        }
        // Pressed twice, or too late: the page says how it stands. Relative, so it is right behind any proxy.
        return new Reply(
                303,
                Map.of("location", request.path().substring("/pay/".length())),
                new byte[0],
                Reply.Delivery.WHOLE,
                Duration.ZERO);
    }

    /** What is wrong with the typed card, as a message key, or empty when it was used. */
    private String pay(BankCharge charge, Map<String, String> form) {
        Optional<Scenario> scenario = TestCards.find(form.getOrDefault("number", ""));
        if (scenario.isEmpty()) {
            return "card.other";
        }
        if (!TestCards.isFuture(form.getOrDefault("expiry", ""), clock)) {
            return "card.expired";
        }
        if (!TestCards.isCvc(form.getOrDefault("cvc", ""))) {
            return "card.badcvc";
        }
        teller.go(charge, scenario.get());
        return "";
    }

    private void answerChallenge(BankCharge charge, String action) {
        if (action.equals("confirm")) {
            teller.passed(charge);
        } else if (action.equals("reject")) {
            teller.decline(charge, "authentication_failed");
        }
    }

    private void decide(BankCharge charge, String action) {
        String method = charge.terms().method();
        boolean wallet = method.equals("wallet") || method.equals("qr");
        boolean transfer = method.equals("bank_transfer");
        long amount = charge.terms().amount();
        if (action.equals("cancel") && !transfer) {
            teller.decline(charge, "canceled_by_payer");
        } else if (wallet && action.equals("approve")) {
            teller.approve(charge);
        } else if (wallet && action.equals("later")) {
            teller.go(charge, Scenario.PENDING_THEN_APPROVED);
        } else if (wallet && action.equals("decline")) {
            teller.decline(charge, "insufficient_funds");
        } else if (transfer && action.equals("exact")) {
            teller.take(charge, amount);
        } else if (transfer && action.equals("less") && amount > 1) {
            teller.take(charge, amount - difference(amount));
        } else if (transfer && action.equals("more")) {
            teller.take(charge, amount + difference(amount));
        }
    }

    /** By how much a payer errs who sends too much or too little. */
    static long difference(long amount) {
        return Math.max(1, amount / 10);
    }

    private static boolean isChallenge(BankCharge charge) {
        Scenario scenario = charge.state().scenario();
        return scenario != null && scenario.ending() == Scenario.Ending.CHALLENGE;
    }

    private PageWriter writer(BankCharge charge) {
        return charge.terms().texts().locale().toLowerCase(Locale.ROOT).startsWith("zh") ? chinese : english;
    }

    private static Reply html(int status, Html page) {
        Map<String, String> headers = Map.of(
                "content-security-policy", POLICY,
                "cache-control", "no-store",
                "referrer-policy", "no-referrer",
                "x-content-type-options", "nosniff",
                "x-robots-tag", "noindex");
        return Reply.of(status, "text/html; charset=utf-8", page.text().getBytes(StandardCharsets.UTF_8), headers);
    }
}
