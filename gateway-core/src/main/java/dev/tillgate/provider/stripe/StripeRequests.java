package dev.tillgate.provider.stripe;

import dev.tillgate.money.Money;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** Writes the forms of one account's requests. The same request is the same form, so that it may be sent again. */
final class StripeRequests {
    static final String OPERATION = "tillgate_operation";
    static final String CAPTURE = "tillgate_capture";
    static final String CAPTURE_AGAIN = "tillgate_capture_again";

    /** A session is open for 30 minutes to 24 hours; a minute off each end for the way and for clocks. */
    private static final Duration SHORTEST = Duration.ofMinutes(31);

    private static final Duration LONGEST = Duration.ofHours(24).minusMinutes(1);
    private static final int LONGEST_DESCRIPTION = 250;

    /** What the page can speak, see docs.stripe.com/js/appendix/supported_locales (from general knowledge of it). */
    private static final Set<String> LANGUAGES = Set.of(
            ("bg cs da de el en es et fi fil fr hr hu id it ja ko lt lv ms mt nb nl pl pt ro ru sk sl sv th tr vi zh")
                    .split(" "));

    private final Settings settings;

    StripeRequests(Settings settings) {
        this.settings = settings;
    }

    /** Whether this is the form of an instrument that Stripe issued. */
    static boolean isInstrument(String instrument) {
        return instrument.matches("(cus_[A-Za-z0-9]+/)?pm_[A-Za-z0-9_]+|ctoken_[A-Za-z0-9_]+");
    }

    /** A hosted page. */
    StripeForm session(ChargeRequest request) {
        String attempt = request.attempt().value();
        StripeForm form = new StripeForm()
                .put("mode", "payment")
                .put("ui_mode", "hosted_page")
                .put("client_reference_id", attempt)
                .put("metadata[" + StripeReading.ATTEMPT + "]", attempt)
                .put("payment_method_types[0]", request.method())
                .put("line_items[0][quantity]", "1")
                .put("line_items[0][price_data][currency]", StripeAmounts.currency(request.amount()))
                .amount("line_items[0][price_data][unit_amount]", request.amount())
                .put("line_items[0][price_data][product_data][name]", described(request))
                .put("payment_intent_data[description]", orderLine(request))
                .put("payment_intent_data[metadata][" + StripeReading.ATTEMPT + "]", attempt)
                .put("payment_intent_data[metadata][" + StripeReading.AGAIN + "]", attempt)
                .put("payment_intent_data[metadata][" + StripeReading.FLOW + "]", StripeReading.CHECKOUT)
                .put("success_url", request.returnUrl())
                .put("cancel_url", request.returnUrl())
                .put("expires_at", Long.toString(expiry(request).getEpochSecond()))
                .put("locale", locale(request.locale()));
        if (request.captureMode() == CaptureMode.MANUAL) {
            form.put("payment_intent_data[capture_method]", "manual");
        }
        if (request.method().equals(StripeMethods.CARD)) {
            form.maybe("payment_intent_data[statement_descriptor_suffix]", settings.getOr(Stripe.STATEMENT_SUFFIX, ""));
        }
        if (request.method().equals("wechat_pay")) {
            form.put("payment_method_options[wechat_pay][client]", "web");
        }
        if (offersInstallments(request)) {
            form.put("payment_method_options[card][installments][enabled]", "true");
        }
        return form;
    }

    /** A payment with an instrument that is known already: made and confirmed in one step. */
    StripeForm intent(ChargeRequest request, String instrument) {
        StripeForm form = new StripeForm()
                .amount("amount", request.amount())
                .put("currency", StripeAmounts.currency(request.amount()))
                .put("confirm", "true")
                .put("payment_method_types[0]", request.method())
                .put("description", orderLine(request))
                .put(
                        "metadata[" + StripeReading.ATTEMPT + "]",
                        request.attempt().value())
                .put("metadata[" + StripeReading.AGAIN + "]", request.attempt().value())
                .put("metadata[" + StripeReading.FLOW + "]", StripeReading.DIRECT)
                .put("expand[0]", "latest_charge");
        if (request.captureMode() == CaptureMode.MANUAL) {
            form.put("capture_method", "manual");
        }
        if (request.method().equals(StripeMethods.CARD)) {
            form.maybe("statement_descriptor_suffix", settings.getOr(Stripe.STATEMENT_SUFFIX, ""));
        }
        if (instrument.startsWith("ctoken_")) {
            return form.put("confirmation_token", instrument).put("return_url", request.returnUrl());
        }
        int slash = instrument.indexOf('/');
        if (slash < 0) {
            return form.put("payment_method", instrument).put("return_url", request.returnUrl());
        }
        // Saved by the payer: they are not there to authenticate, so a bank that wants that declines.
        return form.put("customer", instrument.substring(0, slash))
                .put("payment_method", instrument.substring(slash + 1))
                .put("off_session", "true");
    }

    static StripeForm capture(OperationRequest request) {
        return new StripeForm()
                .amount("amount_to_capture", request.amount())
                .put("metadata[" + CAPTURE + "]", request.operation().value())
                .put("metadata[" + CAPTURE_AGAIN + "]", request.operation().value())
                .put("expand[0]", "latest_charge");
    }

    static StripeForm refund(OperationRequest request, String intent) {
        return new StripeForm()
                .put("payment_intent", intent)
                .amount("amount", request.amount())
                .put("reason", "requested_by_customer")
                .put("metadata[" + OPERATION + "]", request.operation().value())
                .put(
                        "metadata[" + StripeReading.AGAIN + "]",
                        request.operation().value())
                .put(
                        "metadata[" + StripeReading.ATTEMPT + "]",
                        request.attempt().value());
    }

    /** Counted from when the attempt was made, not from now: the same attempt again is the same form. */
    private static Instant expiry(ChargeRequest request) {
        Instant made = StripeSearch.madeAt(request.attempt());
        Instant earliest = made.plus(SHORTEST);
        Instant latest = made.plus(LONGEST);
        Instant wanted = request.expiresAt();
        if (wanted.isBefore(earliest)) {
            return earliest;
        }
        return wanted.isAfter(latest) ? latest : wanted;
    }

    private boolean offersInstallments(ChargeRequest request) {
        Money amount = request.amount();
        return request.method().equals(StripeMethods.CARD)
                && amount.currencyCode().equals("MXN")
                && settings.getOr(Stripe.INSTALLMENTS, "").equals(Stripe.ON);
    }

    private static String described(ChargeRequest request) {
        String text = request.description().isBlank() ? request.orderReference() : request.description();
        return shortened(text.isBlank() ? request.attempt().value() : text);
    }

    private static String orderLine(ChargeRequest request) {
        String order = request.orderReference();
        return order.isBlank() ? described(request) : shortened(order);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_DESCRIPTION ? text : text.substring(0, LONGEST_DESCRIPTION - 1) + "…";
    }

    private static String locale(Locale locale) {
        String language = locale.getLanguage();
        boolean traditional = language.equals("zh")
                && (locale.getScript().equals("Hant") || locale.getCountry().equals("TW"));
        if (traditional) {
            return "zh-TW";
        }
        if (language.equals("pt") && locale.getCountry().equals("BR")) {
            return "pt-BR";
        }
        return LANGUAGES.contains(language) ? language : "auto";
    }
}
