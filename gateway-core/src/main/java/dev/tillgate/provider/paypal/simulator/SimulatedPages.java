package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.PayerPage;
import dev.tillgate.provider.simulator.PayerPage.Bill;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The page on which the payer agrees; what the payer chooses decides what the later capture brings. */
final class SimulatedPages {
    static final String PATH = "/checkoutnow";

    private static final List<Choice> CHOICES =
            List.of(Choice.PAY, Choice.PAY_LATER, Choice.DISPUTE, Choice.DECLINE, Choice.CANCEL, Choice.LEAVE);

    private final PayPalLedger ledger;
    private final SimulatedOrders orders;
    private final InstantSource clock;

    SimulatedPages(PayPalLedger ledger, SimulatedOrders orders, InstantSource clock) {
        this.ledger = ledger;
        this.orders = orders;
        this.clock = clock;
    }

    Reply answer(InboundRequest request) {
        String id = Form.read(request.query()).getOrDefault("token", "");
        Entry entry = ledger.find(id);
        if (entry == null) {
            return Reply.json(404, "{}", Map.of());
        }
        Bill bill = bill(entry, request);
        boolean waits =
                entry.status().equals("PAYER_ACTION_REQUIRED") || entry.status().equals("CREATED");
        if (!waits || entry.isGone(clock.instant())) {
            return PayerPage.told(bill, entry.status().equals("COMPLETED") ? "paid" : waits ? "closed" : "pending");
        }
        Optional<Choice> chosen = PayerPage.chosen(request).filter(CHOICES::contains);
        return chosen.isEmpty() ? PayerPage.ask(bill, CHOICES) : chosen(entry, bill, chosen.get());
    }

    private Reply chosen(Entry entry, Bill bill, Choice choice) {
        return switch (choice) {
            case PAY, PAY_LATER, DISPUTE, REFUND_FAILS, DECLINE -> {
                boolean approved = ledger.locked(() -> orders.approve(entry.id(), choice.name()));
                yield approved
                        ? back(entry, bill, "return_url", "&PayerID=" + OrderJson.PAYER_ID)
                        : PayerPage.told(bill, "closed");
            }
            case CANCEL, LEAVE -> back(entry, bill, "cancel_url", "");
        };
    }

    private static Reply back(Entry entry, Bill bill, String which, String more) {
        String url = StrictJson.text(entry.kept().path("experience"), which);
        return url == null
                ? PayerPage.told(bill, "pending")
                : PayerPage.redirect(url + (url.contains("?") ? "&" : "?") + "token=" + entry.id() + more);
    }

    private static Bill bill(Entry entry, InboundRequest request) {
        JsonNode unit = OrderJson.unit(entry.order());
        @Nullable String locale = StrictJson.text(entry.kept().path("experience"), "locale");
        String order = unit.path("invoice_id").asText(unit.path("description").asText(entry.id()));
        return new Bill("PayPal", order, OrderJson.amount(unit), PayerPage.locale(request, locale));
    }
}
