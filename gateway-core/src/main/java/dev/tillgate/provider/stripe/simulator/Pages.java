package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.PayerPage;
import dev.tillgate.provider.simulator.PayerPage.Bill;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The payer's pages: Checkout, and the bank's check of a payer. Whoever has the address may use it. */
final class Pages {
    private static final List<Choice> CHECKOUT =
            List.of(Choice.PAY, Choice.PAY_LATER, Choice.DISPUTE, Choice.REFUND_FAILS, Choice.DECLINE, Choice.CANCEL);
    private static final List<Choice> AUTHENTICATE = List.of(Choice.PAY, Choice.DECLINE);

    private final JsonBook book;
    private final Sessions sessions;
    private final Intents intents;

    Pages(JsonBook book, Sessions sessions, Intents intents) {
        this.book = book;
        this.sessions = sessions;
        this.intents = intents;
    }

    Reply handle(InboundRequest request) {
        String id = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (request.path().equals("/c/pay/" + id)) {
            ObjectNode session = sessions.byId(id);
            return session == null ? nothing() : checkout(request, session);
        }
        ObjectNode intent = request.path().equals("/authenticate/" + id) ? book.get(Intents.KIND, id) : null;
        return intent == null ? nothing() : authenticate(request, intent);
    }

    private Reply checkout(InboundRequest request, ObjectNode session) {
        Bill bill = bill(
                request,
                session,
                session.path("amount_total").asLong(),
                session.path("_description").asText());
        if (!Shapes.is(session, "status", "open")) {
            boolean paid = Shapes.is(session, "payment_status", "paid");
            boolean expired = Shapes.is(session, "status", "expired");
            return PayerPage.told(bill, expired ? "closed" : paid ? "paid" : "pending");
        }
        Optional<Choice> chosen = PayerPage.chosen(request).filter(CHECKOUT::contains);
        if (chosen.isEmpty()) {
            return PayerPage.ask(bill, CHECKOUT);
        }
        sessions.choose(session, chosen.get());
        if (!Shapes.is(session, "status", "open")) {
            String url = session.path("success_url").asText();
            return PayerPage.redirect(
                    url.replace("{CHECKOUT_SESSION_ID}", session.path("id").asText()));
        }
        if (chosen.get() == Choice.DECLINE) {
            return PayerPage.told(bill, "declined");
        }
        return PayerPage.redirect(
                session.path("cancel_url").asText(session.path("success_url").asText()));
    }

    private Reply authenticate(InboundRequest request, ObjectNode intent) {
        Bill bill = bill(
                request,
                intent,
                intent.path("amount").asLong(),
                intent.path("description").asText());
        if (!Shapes.is(intent, "status", "requires_action")) {
            boolean canceled = Shapes.is(intent, "status", "canceled");
            boolean failed = Shapes.is(intent, "status", "requires_payment_method");
            return PayerPage.told(bill, canceled ? "closed" : failed ? "declined" : "paid");
        }
        Optional<Choice> chosen = PayerPage.chosen(request).filter(AUTHENTICATE::contains);
        if (chosen.isEmpty()) {
            return PayerPage.ask(bill, AUTHENTICATE);
        }
        intents.authenticated(intent, chosen.get() == Choice.PAY);
        String back = intent.path("_return_url").asText();
        boolean failed = Shapes.is(intent, "status", "requires_payment_method");
        return back.isEmpty() ? PayerPage.told(bill, failed ? "declined" : "paid") : PayerPage.redirect(back);
    }

    private static Bill bill(InboundRequest request, ObjectNode object, long amount, String order) {
        return new Bill(
                "Stripe",
                order,
                Amounts.money(amount, object.path("currency").asText()),
                PayerPage.locale(
                        request,
                        object.path("locale").asText("").equals("auto")
                                ? ""
                                : object.path("locale").asText("")));
    }

    private static Reply nothing() {
        return Reply.of(404, "text/plain", "not found".getBytes(StandardCharsets.UTF_8), Map.of());
    }
}
