package dev.tillgate.provider.alipay.simulator;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.PayerPage;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pages a payer sees, after scanning a code or opening a signed address. */
final class Cashier {
    private final TradeDesk desk;
    private final Function<String, SimulatedApp> apps;

    Cashier(TradeDesk desk, Function<String, SimulatedApp> apps) {
        this.desk = desk;
        this.apps = apps;
    }

    static Reply nothing() {
        return Reply.of(404, "text/plain;charset=utf-8", "404".getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** The page of an opened bill, or what comes of the button that was pressed on it. */
    Reply page(@Nullable Bill found, InboundRequest request) {
        if (found == null) {
            return nothing();
        }
        Bill bill = desk.open(found);
        Optional<Choice> choice = PayerPage.chosen(request);
        if (choice.isPresent() && choice.get() == Choice.PAY) {
            return after(desk.pay(bill), request);
        }
        if (choice.isPresent()) {
            String back = bill.text("return_url");
            return back.isEmpty() ? PayerPage.told(bill(bill, request), "pending") : PayerPage.redirect(back);
        }
        return bill.status().equals(Bill.WAITING)
                ? PayerPage.ask(bill(bill, request), List.of(Choice.PAY, Choice.LEAVE))
                : PayerPage.told(bill(bill, request), bill.isPaid() ? "paid" : "closed");
    }

    private Reply after(Bill bill, InboundRequest request) {
        String back = bill.text("return_url");
        if (!bill.isPaid()) {
            return PayerPage.told(bill(bill, request), "closed");
        }
        return back.isEmpty()
                ? PayerPage.told(bill(bill, request), "paid")
                : PayerPage.redirect(back + (back.contains("?") ? "&" : "?") + returned(bill));
    }

    /** Alipay adds a signed summary to the address to which the payer returns; it is no evidence of anything. */
    private String returned(Bill bill) {
        SimulatedApp app = apps.apply(bill.text("account"));
        Map<String, String> fields = new TreeMap<>(Map.of(
                "app_id", app.appId(),
                "charset", "utf-8",
                "out_trade_no", bill.number(),
                "seller_id", app.text("seller_id"),
                "total_amount", bill.text("total"),
                "trade_no", bill.text("trade_no"),
                "version", "1.0"));
        fields.put(
                "sign",
                SimulatorCrypto.sign(
                        SimulatorCrypto.privateKey(app.text("alipay_private")), SimulatorCrypto.joined(fields)));
        fields.put("sign_type", "RSA2");
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static PayerPage.Bill bill(Bill bill, InboundRequest request) {
        return new PayerPage.Bill("Alipay", bill.text("subject"), bill.total(), PayerPage.locale(request, null));
    }
}
