package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.Html;
import dev.tillgate.provider.simulator.Html.Template;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/** Writes the payer's pages in one language. */
final class PageWriter {
    private static final String BUNDLE = "dev.tillgate.provider.sandbox.bank.pages";
    private final Template page = Template.beside(PageWriter.class, "page");
    private final Template refresh = Template.beside(PageWriter.class, "refresh");
    private final Template card = Template.beside(PageWriter.class, "card");
    private final Template cardRow = Template.beside(PageWriter.class, "card-row");
    private final Template problemLine = Template.beside(PageWriter.class, "problem");
    private final Template choice = Template.beside(PageWriter.class, "choice");
    private final Template button = Template.beside(PageWriter.class, "button");
    private final Template leaveLink = Template.beside(PageWriter.class, "leave");
    private final Template result = Template.beside(PageWriter.class, "result");
    private final Locale locale;
    private final ResourceBundle texts;

    PageWriter(Locale locale) {
        this.locale = locale;
        this.texts = ResourceBundle.getBundle(
                BUNDLE,
                locale,
                PageWriter.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    Html card(BankCharge charge, String problem) {
        List<Html> rows = new ArrayList<>();
        TestCards.all()
                .forEach((number, scenario) -> rows.add(cardRow.filled(
                        Map.of("number", TestCards.grouped(number), "result", text("result." + scenario.name())))));
        Html content = card.filled(Map.of(
                "title", text("card.title"),
                "number", text("card.number"),
                "expiry", text("card.expiry"),
                "cvc", text("card.cvc"),
                "pay", text("card.pay", amount(charge.amount())),
                "cancel", text("card.cancel"),
                "cards", text("card.cards"),
                "list", Html.join(rows),
                "leave", leave(charge, "leave"),
                "problem", problem.isEmpty() ? Html.NOTHING : problemLine.filled(Map.of("problem", text(problem)))));
        return page(charge, text("card.title"), Html.NOTHING, content);
    }

    Html challenge(BankCharge charge) {
        return choice(charge, "challenge", List.of("confirm", "reject"));
    }

    Html wallet(BankCharge charge) {
        return choice(charge, "wallet", List.of("approve", "later", "decline", "cancel"));
    }

    /** What the phone shows that scanned the code; there is nothing to go back to on it. */
    Html scanned(BankCharge charge) {
        List<Html> buttons = buttons("wallet", List.of("approve", "later", "decline", "cancel"));
        String title = text("qr.title");
        String line = text("qr.text", amount(charge.amount()));
        return page(charge, title, Html.NOTHING, choice(title, line, buttons, Html.NOTHING));
    }

    Html transfer(BankCharge charge) {
        long asked = charge.terms().amount();
        long difference = BankPages.difference(asked);
        List<Html> buttons = new ArrayList<>();
        buttons.add(button("exact", "main", text("transfer.exact", amount(charge.amount()))));
        if (asked > 1) {
            buttons.add(button("less", "", text("transfer.less", amount(other(charge, asked - difference)))));
        }
        buttons.add(button("more", "", text("transfer.more", amount(other(charge, asked + difference)))));
        String title = text("transfer.title");
        String line = text("transfer.text", BankJson.transferReference(charge));
        return page(charge, title, Html.NOTHING, choice(title, line, buttons, Html.NOTHING));
    }

    /** How it ended; takes the payer back to the shop, unless this is the second device. */
    Html result(BankCharge charge) {
        String name =
                switch (charge.status()) {
                    case AUTHORIZED, CAPTURED -> "done";
                    case DECLINED -> "declined";
                    case PENDING -> "pending";
                    case CLOSED, AWAITING_PAYER -> "closed";
                };
        String method = charge.terms().method();
        boolean goesBack = !method.equals("qr") && !method.equals("bank_transfer");
        String url = charge.terms().texts().returnUrl();
        boolean moves = goesBack && !url.isEmpty();
        Html content = result.filled(Map.of(
                "look", name.equals("done") ? "good" : name.equals("pending") ? "" : "bad",
                "title", text(name + ".title"),
                "text", goesBack ? text(name + ".text") : text("close"),
                "leave", moves ? leave(charge, "back") : Html.NOTHING));
        Html move = moves ? refresh.filled(Map.of("url", url)) : Html.NOTHING;
        return page(charge, text(name + ".title"), move, content);
    }

    Html missing() {
        Html content = result.filled(Map.of(
                "look", "bad", "title", text("missing.title"), "text", text("missing.text"), "leave", Html.NOTHING));
        return page(text("missing.title"), "", "", Html.NOTHING, content);
    }

    private Html choice(BankCharge charge, String name, List<String> actions) {
        String title = text(name + ".title");
        String line = text(name + ".text", amount(charge.amount()));
        return page(charge, title, Html.NOTHING, choice(title, line, buttons(name, actions), leave(charge, "leave")));
    }

    private Html choice(String title, String line, List<Html> buttons, Html leave) {
        return choice.filled(Map.of("title", title, "text", line, "buttons", Html.join(buttons), "leave", leave));
    }

    private List<Html> buttons(String name, List<String> actions) {
        List<Html> buttons = new ArrayList<>();
        for (String action : actions) {
            buttons.add(button(action, buttons.isEmpty() ? "main" : "", text(name + "." + action)));
        }
        return buttons;
    }

    private Html button(String action, String look, String label) {
        return button.filled(Map.of("action", action, "look", look, "label", label));
    }

    private Html leave(BankCharge charge, String label) {
        return leaveLink.filled(Map.of("url", charge.terms().texts().returnUrl(), "label", text(label)));
    }

    private Html page(BankCharge charge, String title, Html move, Html content) {
        String reference = charge.terms().texts().orderReference();
        String order = reference.isEmpty() ? "" : text("order", reference);
        return page(title, amount(charge.amount()), order, move, content);
    }

    private Html page(String title, String amount, String order, Html move, Html content) {
        Map<String, Object> values = new HashMap<>();
        values.put("lang", locale.getLanguage());
        values.put("title", title);
        values.put("bank", text("bank"));
        values.put("notice", text("notice"));
        values.put("amount", amount);
        values.put("order", order);
        values.put("refresh", move);
        values.put("content", content);
        return page.filled(values);
    }

    private static Money other(BankCharge charge, long minorUnits) {
        return Money.ofMinor(minorUnits, charge.terms().currency());
    }

    private static String amount(Money money) {
        return money.toDecimalText() + " " + money.currencyCode();
    }

    private String text(String key, Object... values) {
        String pattern = texts.getString(key);
        return values.length == 0 ? pattern : new MessageFormat(pattern, locale).format(values);
    }
}
