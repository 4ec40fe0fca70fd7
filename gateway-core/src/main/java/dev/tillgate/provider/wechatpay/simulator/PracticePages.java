package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Form;
import dev.tillgate.provider.simulator.PayerPage;
import dev.tillgate.provider.simulator.PayerPage.Bill;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the payer sees after scanning a practice code, or on the practice page of the phone. In WeChat a payment that the
 * bank turns down, or that the payer gives up, leaves the order open: so does it here.
 */
final class PracticePages {
    private static final List<Choice> CHOICES =
            List.of(Choice.PAY, Choice.PAY_LATER, Choice.DECLINE, Choice.CANCEL, Choice.LEAVE);

    static final String PATH = "/pay/";

    private final TradeDesk trades;
    private final Consumer<ObjectNode> paysLater;

    PracticePages(TradeDesk trades, Consumer<ObjectNode> paysLater) {
        this.trades = trades;
        this.paysLater = paysLater;
    }

    /** Called under the book's lock. */
    Reply answer(InboundRequest request) {
        ObjectNode trade = trades.byToken(request.path().substring(PATH.length()));
        if (trade == null) {
            return Reply.of(404, "text/plain;charset=utf-8", "404".getBytes(StandardCharsets.UTF_8), Map.of());
        }
        Bill bill = new Bill(
                "WeChat Pay",
                trade.path("terms").path("description").asText(),
                Money.ofMinor(TradeDesk.total(trade), "CNY"),
                PayerPage.locale(request, null));
        Optional<Choice> chosen = PayerPage.chosen(request).filter(CHOICES::contains);
        if (chosen.isEmpty() || !trades.isPayable(trade)) {
            return trades.isPayable(trade) ? PayerPage.ask(bill, CHOICES) : PayerPage.told(bill, word(trade));
        }
        String told = act(chosen.get(), trade);
        String back = Form.read(request.query()).getOrDefault("redirect_url", "");
        boolean goesBack = back.startsWith("https://") || back.startsWith("http://");
        return goesBack ? PayerPage.redirect(back) : PayerPage.told(bill, told);
    }

    private String act(Choice choice, ObjectNode trade) {
        return switch (choice) {
            case PAY -> {
                trades.pay(trade);
                yield "paid";
            }
            case PAY_LATER -> {
                paysLater.accept(trade);
                yield "pending";
            }
            case DECLINE, CANCEL -> "declined";
            case LEAVE, DISPUTE, REFUND_FAILS -> "pending";
        };
    }

    private static String word(ObjectNode trade) {
        return switch (trade.path("state").asText()) {
            case "SUCCESS", "REFUND" -> "paid";
            case "USERPAYING" -> "pending";
            default -> "closed";
        };
    }
}
