package dev.tillgate.provider.simulator;

import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Html.Template;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The page on which a practicing merchant plays the payer: what is to be paid, to which simulated provider, and one
 * button for every way it can go. It needs no script and no other file.
 */
public final class PayerPage {
    private static final String BUNDLE = "dev.tillgate.provider.simulator.pages";
    private static final String FIELD = "choice";
    private static final Template PAGE = Template.beside(PayerPage.class, "payer-page");
    private static final Template BUTTON = Template.beside(PayerPage.class, "payer-button");
    private static final String STYLE = Html.resource(PayerPage.class, "style.css");
    private static final String POLICY =
            "default-src 'none'; style-src 'sha256-" + digest(STYLE) + "'; base-uri 'none'; frame-ancestors 'none'";

    private PayerPage() {}

    /** How a payment can go; texts are under {@code choice.<name>}. */
    public enum Choice {
        PAY,
        /** It succeeds after a few seconds. */
        PAY_LATER,
        /** It succeeds, and the payer objects to it at once. */
        DISPUTE,
        /** It succeeds; what is given back of it comes back some seconds later. */
        REFUND_FAILS,
        DECLINE,
        CANCEL,
        LEAVE
    }

    /**
     * What is to be paid.
     *
     * @param provider the simulated provider's name, such as {@code Stripe}
     * @param order what the payer knows it by, such as an order number
     * @param locale the payer's language
     */
    public record Bill(String provider, String order, Money amount, Locale locale) {}

    /** A page with these choices, best first. */
    public static Reply ask(Bill bill, List<Choice> choices) {
        ResourceBundle texts = texts(bill.locale());
        List<Html> buttons = new ArrayList<>();
        for (Choice choice : choices) {
            String key = choice.name().toLowerCase(Locale.ROOT);
            buttons.add(BUTTON.filled(Map.of(
                    "value", choice.name(),
                    "look", buttons.isEmpty() ? "main" : "",
                    "label", texts.getString("choice." + key))));
        }
        return page(bill, texts, "ask", Html.join(buttons));
    }

    /** A page that says how it ended; the key is {@code paid}, {@code closed}, {@code pending} or {@code declined}. */
    public static Reply told(Bill bill, String key) {
        return page(bill, texts(bill.locale()), "told." + key, Html.NOTHING);
    }

    /** Sends the payer on, such as back to the shop. */
    public static Reply redirect(String url) {
        return new Reply(303, Map.of("location", url), new byte[0], Reply.Delivery.WHOLE, Duration.ZERO);
    }

    /** What was chosen on a page, or nothing when the request is none of its forms. */
    public static Optional<Choice> chosen(InboundRequest request) {
        if (!request.method().equals("POST")) {
            return Optional.empty();
        }
        String value =
                Form.read(new String(request.body(), StandardCharsets.UTF_8)).get(FIELD);
        for (Choice choice : Choice.values()) {
            if (choice.name().equals(value)) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** The payer's language, from what the browser says or the merchant asked for. */
    public static Locale locale(InboundRequest request, @Nullable String wanted) {
        String said = wanted == null || wanted.isEmpty() ? request.header("Accept-Language") : wanted;
        boolean chinese = said != null && said.toLowerCase(Locale.ROOT).startsWith("zh");
        return chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    private static Reply page(Bill bill, ResourceBundle texts, String line, Html buttons) {
        Money amount = bill.amount();
        Html page = PAGE.filled(Map.of(
                "lang", bill.locale().toLanguageTag(),
                "style", new Html(STYLE),
                "provider", bill.provider(),
                "notice", texts.getString("notice"),
                "amount", amount.toDecimalText() + " " + amount.currencyCode(),
                "order", bill.order(),
                "line", texts.getString(line),
                "buttons", buttons));
        return Reply.of(
                200,
                "text/html;charset=utf-8",
                page.text().getBytes(StandardCharsets.UTF_8),
                Map.of("content-security-policy", POLICY, "cache-control", "no-store"));
    }

    private static ResourceBundle texts(Locale locale) {
        return ResourceBundle.getBundle(
                BUNDLE,
                locale,
                PayerPage.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private static String digest(String style) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
