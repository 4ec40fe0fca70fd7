package dev.tillgate.provider.alipay.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.simulator.GatewayDoor.Seal;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Trouble;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Alipay's gateway, cashier and notifications, on their real wire. Trades come into being when the payer opens them, QR
 * codes live two hours at most, a full refund closes a trade, failures may come unsigned. Accounts are made when they are
 * first asked for; their keys are kept in the book.
 */
public final class AlipaySimulator implements Simulator {
    private static final int MOST_OF_A_KIND = 100_000;
    private static final String APP = "app";
    private static final String APP_ID = "app_id";
    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Set<String> PAGES =
            Set.of("alipay.trade.page.pay", "alipay.trade.wap.pay", "alipay.trade.app.pay");

    /** What Alipay asks for. */
    private static final int KEY_BITS = 2048;

    private final Setup setup;
    private final int keyBits;
    private final JsonBook book;
    private final Notices notices;
    private final TradeDesk desk;
    private final Cashier cashier;
    private final BillDesk bills;
    private final ConcurrentLinkedQueue<AlipayQuirk> quirks = new ConcurrentLinkedQueue<>();

    public AlipaySimulator(Setup setup) {
        this(setup, KEY_BITS);
    }

    /** With keys of another size: short ones make tests fast. */
    public AlipaySimulator(Setup setup, int keyBits) {
        this.setup = setup;
        this.keyBits = keyBits;
        this.book = JsonBook.open(setup.folder(), "alipay", MOST_OF_A_KIND);
        this.notices = new Notices(book, setup.sender(), setup.faults(), setup.clock(), this::app);
        this.desk = new TradeDesk(book, setup.baseUrl(), setup.rootSecret(), setup.clock(), notices);
        this.cashier = new Cashier(desk, this::app);
        this.bills = new BillDesk(book, desk, this::app, setup.baseUrl(), setup.rootSecret(), setup.clock());
        notices.resume();
    }

    /** What the book says of a payment. */
    public record Truth(String status, Money paid, Money refunded) {}

    /** This happens once, to the next call that it fits. */
    public void next(AlipayQuirk quirk) {
        quirks.add(quirk);
    }

    @Override
    public Settings account(String id) {
        return account(id, false, false);
    }

    /**
     * The settings of an account with these keys. What kind it is, is settled when it is first asked for.
     *
     * @param certificates whether it has certificates instead of bare public keys
     * @param encrypted whether content is encrypted
     */
    public Settings account(String id, boolean certificates, boolean encrypted) {
        return app(id, new SimulatedApp.Kind(certificates, encrypted, keyBits)).settings(setup.baseUrl());
    }

    /** Alipay signs with a new key and certificate from now on; the merchant's settings stay as they are. */
    public void renews(String id) {
        book.locked(() -> {
            SimulatedApp renewed = app(id).renewed(keyBits, setup.clock().instant());
            book.put(APP, id, renewed.kept());
            return id;
        });
    }

    /** What the simulated Alipay signs with for this account, as bare PKCS#8: for tests that play Alipay themselves. */
    public String signingKey(String id) {
        return app(id).text("alipay_private");
    }

    private SimulatedApp app(String id) {
        return app(id, new SimulatedApp.Kind(false, false, keyBits));
    }

    private SimulatedApp app(String id, SimulatedApp.Kind kind) {
        return book.locked(() -> {
            ObjectNode kept = book.get(APP, id);
            if (kept != null) {
                return new SimulatedApp(kept);
            }
            SimulatedApp made = SimulatedApp.create(
                    id, kind, setup.rootSecret(), setup.clock().instant());
            book.put(APP, id, made.kept());
            book.put(APP_ID, made.appId(), made.kept().objectNode().put("id", id));
            return made;
        });
    }

    @Override
    public @Nullable String payerPage(String account, String reference) {
        Bill bill = desk.find(app(account), reference);
        boolean open = bill != null && (!bill.isTrade() || bill.status().equals(Bill.WAITING));
        return bill == null || !open ? null : desk.address(bill);
    }

    @Override
    public SettlementFile settlement(String account) {
        byte[] bill = Bills.accountBill(desk.all(app(account)), setup.clock().instant(), any -> true);
        return new SettlementFile("signcustomer.csv.zip", "application/zip", bill);
    }

    /** The payer scans the code, or logs in on the page, and pays nothing yet. */
    public void opens(String account, String number) {
        Bill bill = desk.find(app(account), number);
        if (bill != null) {
            desk.open(bill);
        }
    }

    /** The payer pays; does nothing when there is nothing to pay. */
    public void pays(String account, String number) {
        Bill bill = desk.find(app(account), number);
        if (bill != null) {
            desk.pay(bill);
        }
    }

    /** A payment that was under way arrives, although the trade was closed. */
    public void paysLate(String account, String number) {
        Bill bill = desk.find(app(account), number);
        if (bill != null) {
            desk.payLate(bill);
        }
    }

    /** A slow refund is carried out. */
    public void settles(String account, String number, String refund) {
        Bill bill = desk.find(app(account), number);
        if (bill != null) {
            desk.settle(bill, refund);
        }
    }

    /** The merchant gives money back on Alipay's own pages; answers the number that Alipay gives it. */
    public String refundsInPortal(String account, String number, Money amount) {
        Bill bill = desk.find(app(account), number);
        if (bill == null) {
            throw new IllegalArgumentException("no such trade");
        }
        return desk.refundInPortal(bill, amount);
    }

    /** The time for refunds is over. */
    public void finishes(String account, String number) {
        Bill bill = desk.find(app(account), number);
        if (bill != null) {
            desk.finish(bill);
        }
    }

    /** What is true of a payment, or null when there is none. */
    public @Nullable Truth truth(String account, String number) {
        Bill bill = desk.find(app(account), number);
        if (bill == null) {
            return null;
        }
        Money paid = bill.isPaid() ? bill.total() : Money.ofMinor(0, "CNY");
        return new Truth(bill.status(), paid, bill.refunded());
    }

    @Override
    public Reply handle(InboundRequest request) {
        if (request.path().startsWith("/qr/")) {
            return cashier.page(desk.byToken(request.path().substring("/qr/".length())), request);
        }
        if (request.path().equals(BillDesk.PATH)) {
            return bills.file(request.query());
        }
        if (!request.path().equals("/gateway.do")) {
            return Cashier.nothing();
        }
        Map<String, String> fields = GatewayCall.fields(request);
        if (PAGES.contains(fields.getOrDefault("method", ""))) {
            fields.remove("choice");
            return cashier.page(opened(fields), request);
        }
        return answered(request, fields);
    }

    private @Nullable Bill opened(Map<String, String> fields) {
        SimulatedApp app = known(fields);
        JsonNode content =
                app == null || GatewayDoor.trouble(app, fields) != null ? null : GatewayDoor.content(app, fields);
        return app == null || content == null ? null : desk.open(app, new GatewayCall(fields, content));
    }

    private @Nullable SimulatedApp known(Map<String, String> fields) {
        ObjectNode pointer = book.get(APP_ID, fields.getOrDefault(APP_ID, ""));
        return pointer == null ? null : app(pointer.path("id").asText());
    }

    private Reply answered(InboundRequest request, Map<String, String> fields) {
        Fault fault = setup.faults().onCall(request);
        switch (fault.kind()) {
            case LOSE_BEFORE -> {
                return Reply.dropped(fault.delay());
            }
            case ERROR_BEFORE -> {
                return Trouble.serverError().delayed(fault.delay());
            }
            case ARRIVE_LATE -> {
                Thread.ofVirtual().start(() -> later(fields));
                return Reply.dropped(fault.delay());
            }
            default -> {
                return Trouble.with(done(fields, fault), fault);
            }
        }
    }

    private void later(Map<String, String> fields) {
        try {
            Thread.sleep(LATE);
            done(fields, Fault.NONE);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply done(Map<String, String> fields, Fault fault) {
        String method = fields.getOrDefault("method", "");
        SimulatedApp app = known(fields);
        if (app == null) {
            return GatewayDoor.stranger(method, Facts.invalid("isv.invalid-app-id"));
        }
        ObjectNode trouble = GatewayDoor.trouble(app, fields);
        if (trouble != null) {
            return GatewayDoor.reply(app, fields, trouble, Seal.RIGHT);
        }
        if (fault.kind() == Fault.Kind.RATE_LIMIT) {
            ObjectNode limited = Facts.refused("40005", "Call Limited", "isv.app-call-limited");
            return GatewayDoor.reply(app, fields, limited, Seal.RIGHT);
        }
        JsonNode content = GatewayDoor.content(app, fields);
        if (content != null && method.equals("alipay.open.app.alipaycert.download")) {
            String serial = content.path("alipay_cert_sn").asText();
            return GatewayDoor.reply(app, fields, Facts.certificate(app, serial), Seal.RIGHT);
        }
        if (content == null) {
            return GatewayDoor.reply(app, fields, Facts.invalid("isv.invalid-encrypt"), Seal.RIGHT);
        }
        return odd(app, new GatewayCall(fields, content), fault);
    }

    private Reply odd(SimulatedApp app, GatewayCall call, Fault fault) {
        if (happens(AlipayQuirk.UNSIGNED_FAILURE)) {
            return GatewayDoor.reply(app, call.fields(), Facts.noTrade(call.text("out_trade_no")), Seal.NONE);
        }
        ObjectNode body = call.method().equals(BillDesk.METHOD)
                ? bills.address(app, call)
                : desk.answer(app, call, this::happens);
        if (happens(AlipayQuirk.SYSTEM_ERROR_AFTER)) {
            body = Facts.failed("ACQ.SYSTEM_ERROR");
        }
        if (call.method().endsWith(".cancel") && happens(AlipayQuirk.MISSPELLED_ERROR_AFTER)) {
            body = Facts.failed("AQC.SYSTEM_ERROR");
        }
        return GatewayDoor.reply(app, call.fields(), body, seal(fault, this::happens));
    }

    private static Seal seal(Fault fault, Predicate<AlipayQuirk> happens) {
        if (fault.kind() == Fault.Kind.WRONG_SIGNATURE) {
            return Seal.FOREIGN_KEY;
        }
        if (happens.test(AlipayQuirk.CERTIFICATE_CHANGED)) {
            return Seal.OTHER_CERTIFICATE;
        }
        return happens.test(AlipayQuirk.SLASHES_ESCAPED) ? Seal.SLASHES_ESCAPED : Seal.RIGHT;
    }

    private boolean happens(AlipayQuirk quirk) {
        return quirks.remove(quirk);
    }

    @Override
    public void close() {
        notices.close();
        book.close();
    }
}
