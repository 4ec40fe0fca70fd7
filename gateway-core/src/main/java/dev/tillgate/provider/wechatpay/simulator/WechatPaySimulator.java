package dev.tillgate.provider.wechatpay.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.NoticePost;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Trouble;
import dev.tillgate.provider.wechatpay.simulator.SimulatorMerchant.Signer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A simulated WeChat Pay (API v3, direct merchant): orders for QR codes, phone pages and JSAPI, query, close, refunds,
 * platform certificates and public keys with the change from one to the other, sealed notifications on WeChat's own
 * schedule. Where WeChat answers a code that only its app understands, this one answers the address of a page on which
 * the payer is played. Safe for many threads.
 */
public final class WechatPaySimulator implements Simulator {
    private static final int MOST = 100_000;
    private static final Duration LITTLE = Duration.ofSeconds(4);

    private final FaultPlan faults;
    private final InstantSource clock;
    private final JsonBook book;
    private final SimulatorMerchants merchants;
    private final RequestCheck check;
    private final TradeDesk trades;
    private final RefundDesk refunds;
    private final Bills bills;
    private final BillDesk billDesk;
    private final SimulatorApi api;
    private final PracticePages pages;
    private final NoticeWriter writer;
    private final String baseUrl;
    private final @Nullable NoticePost post;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("wechatpay-simulator").factory());

    /**
     * How it behaves where WeChat takes its time.
     *
     * @param keyBits how long RSA keys are
     * @param refundTakes how long a refund is on its way; none for one that is there at once
     * @param repeats the pauses before a notification that is not taken comes again
     */
    public record Ways(int keyBits, Duration refundTakes, List<Duration> repeats) {
        /**
         * Schedule: https://pay.weixin.qq.com/docs/partner/apis/partner-native-payment/payment-notice.html (checked
         * 2026-11-25).
         */
        public static final Ways USUAL = new Ways(
                2048,
                Duration.ofSeconds(5),
                List.of(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(20),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(60),
                        Duration.ofHours(3),
                        Duration.ofHours(3),
                        Duration.ofHours(3),
                        Duration.ofHours(6),
                        Duration.ofHours(6)));

        public Ways {
            repeats = List.copyOf(repeats);
        }

        public Ways withKeyBits(int bits) {
            return new Ways(bits, refundTakes, repeats);
        }

        public Ways withRefunds(Duration taking) {
            return new Ways(keyBits, taking, repeats);
        }

        public Ways withRepeats(List<Duration> pauses) {
            return new Ways(keyBits, refundTakes, pauses);
        }
    }

    /**
     * What is true of an order; amounts in fen.
     *
     * @param state WeChat's word for it
     */
    public record Truth(String state, long total, long collected, long refunded) {}

    public WechatPaySimulator(Setup setup) {
        this(setup, Ways.USUAL);
    }

    public WechatPaySimulator(Setup setup, Ways ways) {
        this.faults = setup.faults();
        this.clock = setup.clock();
        this.baseUrl = setup.baseUrl();
        this.book = JsonBook.open(setup.folder(), "wechatpay", MOST);
        this.merchants = new SimulatorMerchants(book, setup.rootSecret(), ways.keyBits(), clock);
        this.check = new RequestCheck(merchants);
        this.writer = new NoticeWriter(merchants, clock);
        this.trades = new TradeDesk(book, merchants, clock, this::paid);
        this.refunds = new RefundDesk(book, trades, clock, ways.refundTakes(), this::scheduleRefund, this::decided);
        this.bills = new Bills(book, clock);
        this.billDesk = new BillDesk(bills, baseUrl, clock);
        this.api = new SimulatorApi(baseUrl, trades, refunds, merchants, billDesk);
        this.pages = new PracticePages(trades, this::paysLater);
        this.post = setup.sender() == null
                ? null
                : new NoticePost(
                        book,
                        setup.sender(),
                        writer::write,
                        answer -> answer.status() == 200 || answer.status() == 204,
                        ways.repeats());
        resume();
    }

    private void resume() {
        for (ObjectNode trade : book.all(TradeDesk.KIND)) {
            if (TradeDesk.is(trade, "USERPAYING")) {
                schedule(trade);
            }
        }
        for (ObjectNode refund : book.all(RefundDesk.KIND)) {
            if (refund.path("status").asText().equals("PROCESSING")) {
                scheduleRefund(refund);
            }
        }
        if (post != null) {
            post.resume();
        }
    }

    @Override
    public Settings account(String id) {
        return merchants.account(id).settings(baseUrl);
    }

    /** The account signs and is signed for in this key mode from now on; returns its new settings. */
    public Settings keyMode(String account, String mode) {
        return merchants.keyMode(account, mode).settings(baseUrl);
    }

    /** A new platform certificate signs from now on; returns its serial number. */
    public String rotateCertificate(String account) {
        return merchants.rotateCertificate(account).newestCertificate().name();
    }

    /** The newest platform certificate, as text. */
    public String platformCertificate(String account) {
        return merchants.account(account).newestCertificate().pem();
    }

    @Override
    public @Nullable String payerPage(String account, String reference) {
        return book.locked(() -> {
            ObjectNode trade = trades.find(merchants.account(account).mchid(), reference);
            return trade != null && trades.isPayable(trade) ? api.pageUrl(trade) : null;
        });
    }

    @Override
    public SettlementFile settlement(String account) {
        String bill =
                book.locked(() -> bills.fundFlow(merchants.account(account).mchid(), any -> true));
        return new SettlementFile("fundflowbill.csv", "text/csv;charset=utf-8", bill.getBytes(StandardCharsets.UTF_8));
    }

    /** What is true of an order, or null when there is none. */
    public @Nullable Truth truth(String account, String reference) {
        return book.locked(() -> {
            ObjectNode trade = trades.find(merchants.account(account).mchid(), reference);
            if (trade == null) {
                return null;
            }
            long total = TradeDesk.total(trade);
            return new Truth(
                    trade.path("state").asText(),
                    total,
                    trade.has("transaction_id") ? total : 0,
                    trade.path("refunded").asLong());
        });
    }

    /** What the payer does with an order, or what happens to it. */
    public enum Event {
        PAYS,
        /** The payer is typing the password, until something else happens. */
        TYPES_PASSWORD,
        TURNS_BACK,
        /** Money arrives although the order is closed. */
        PAYS_LATE,
        CLOSES
    }

    /** Makes something happen to an order; nothing when there is no such order. */
    public void happens(String account, String reference, Event event) {
        book.locked(() -> {
            SimulatorMerchant merchant = merchants.account(account);
            ObjectNode trade = trades.find(merchant.mchid(), reference);
            if (trade == null) {
                return event;
            }
            switch (event) {
                case PAYS -> trades.pay(trade);
                case TYPES_PASSWORD -> trades.payLater(trade, Long.MAX_VALUE);
                case TURNS_BACK -> trades.turnBack(trade);
                case PAYS_LATE -> trades.collect(trade);
                case CLOSES -> trades.close(merchant, reference);
            }
            return event;
        });
    }

    /** Decides a refund that is on its way: {@code SUCCESS}, {@code ABNORMAL} or {@code CLOSED}. */
    public void decideRefund(String account, String number, String status) {
        book.locked(() -> {
            SimulatorMerchant merchant = merchants.account(account);
            refunds.decide(merchant, refunds.existing(merchant, number), status);
            return status;
        });
    }

    /** The merchant gives money back on WeChat's own pages. */
    public String refundsInPlatform(String account, String order, long fen) {
        return book.locked(() -> refunds.inPlatform(merchants.account(account), order, fen));
    }

    /** Whether the merchant's balance suffices for refunds. */
    public void balance(String account, boolean enough) {
        refunds.balance(merchants.account(account), enough);
    }

    @Override
    public Reply handle(InboundRequest request) {
        if (request.path().startsWith(PracticePages.PATH)) {
            return book.locked(() -> pages.answer(request));
        }
        Fault fault = faults.onCall(request);
        return switch (fault.kind()) {
            case LOSE_BEFORE -> Reply.dropped(fault.delay());
            case ERROR_BEFORE -> Trouble.serverError().delayed(fault.delay());
            case ARRIVE_LATE -> {
                after(1_000, () -> answer(request, Fault.NONE));
                yield Reply.dropped(fault.delay());
            }
            default -> answer(request, fault);
        };
    }

    private Reply answer(InboundRequest request, Fault fault) {
        SimulatorMerchant merchant;
        try {
            merchant = check.signer(request, clock.instant());
        } catch (WireError unknown) {
            // Nobody to sign for.
            return Reply.json(unknown.status(), unknown.body(), Map.of("Request-ID", merchants.nonce()));
        }
        Reply reply;
        try {
            if (fault.kind() == Fault.Kind.RATE_LIMIT) {
                throw new WireError(429, "FREQUENCY_LIMITED", "too many requests");
            }
            Reply file = book.locked(() -> billDesk.file(merchant, request));
            if (file != null) {
                return Trouble.with(file, fault);
            }
            SimulatorApi.Told told = book.locked(() -> api.answer(merchant, request));
            reply = signed(merchant, request, told.status(), told.body(), fault);
        } catch (WireError error) {
            reply = signed(merchant, request, error.status(), error.body(), fault);
        }
        return Trouble.with(reply, fault);
    }

    private Reply signed(SimulatorMerchant merchant, InboundRequest request, int status, String text, Fault fault) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.millis() / 1000);
        String nonce = merchants.nonce();
        Signer signer = merchant.signer(request.header("Wechatpay-Serial"));
        byte[] message = SimulatorKeys.message(timestamp, nonce, body);
        boolean wrong = fault.kind() == Fault.Kind.WRONG_SIGNATURE;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Request-ID", merchants.nonce());
        headers.put("Wechatpay-Nonce", nonce);
        headers.put("Wechatpay-Serial", signer.name());
        headers.put("Wechatpay-Signature", SimulatorKeys.sign(wrong ? merchants.foreign() : signer.key(), message));
        headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        headers.put("Wechatpay-Timestamp", timestamp);
        return body.length == 0
                ? new Reply(status, headers, body, Reply.Delivery.WHOLE, Duration.ZERO)
                : Reply.json(status, text, headers);
    }

    /** An answer of this account's WeChat with this body, signed as it signs; for tests of others. */
    public Reply answer(String account, InboundRequest to, int status, String body) {
        return signed(merchants.account(account), to, status, body, Fault.NONE);
    }

    private void paysLater(ObjectNode trade) {
        trades.payLater(trade, clock.millis() + LITTLE.toMillis());
        schedule(trade);
    }

    private void schedule(ObjectNode trade) {
        String mchid = trade.path("mchid").asText();
        String number = trade.path("out_trade_no").asText();
        long at = trade.path("paid_at").asLong();
        if (at == Long.MAX_VALUE) {
            return;
        }
        after(
                at - clock.millis(),
                () -> book.locked(() -> {
                    ObjectNode now = trades.find(mchid, number);
                    if (now != null && TradeDesk.is(now, "USERPAYING")) {
                        trades.pay(now);
                    }
                    return mchid;
                }));
    }

    private void scheduleRefund(ObjectNode refund) {
        String number = refund.path("out_refund_no").asText();
        SimulatorMerchant merchant = merchants.find(refund.path("mchid").asText());
        if (merchant == null) {
            return;
        }
        after(
                refund.path("due").asLong() - clock.millis(),
                () -> book.locked(() -> {
                    refunds.decide(merchant, refunds.existing(merchant, number), "SUCCESS");
                    return number;
                }));
    }

    private void paid(SimulatorMerchant merchant, ObjectNode trade) {
        String url = trade.path("terms").path("notify_url").asText();
        take(merchant, url, "TRANSACTION.SUCCESS", TradeDesk.told(trade));
    }

    private void decided(SimulatorMerchant merchant, ObjectNode refund) {
        ObjectNode trade =
                trades.find(merchant.mchid(), refund.path("out_trade_no").asText());
        if (trade != null) {
            String event = "REFUND." + refund.path("status").asText();
            String usual = trade.path("terms").path("notify_url").asText();
            take(merchant, refund.path("notify_url").asText(usual), event, RefundDesk.notified(refund));
        }
    }

    /**
     * Refunds are told to the address that was named for them, or else to that of the order, as if the merchant had named
     * it in WeChat's console.
     */
    private void take(SimulatorMerchant merchant, String url, String event, ObjectNode resource) {
        if (post != null) {
            post.take(writer.notice(merchant, url, event, resource), faults.onNotice());
        }
    }

    private void after(long millis, Runnable work) {
        try {
            timer.schedule(work, Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // It is in the book: the next start schedules it again.
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        if (post != null) {
            post.close();
        }
        book.close();
    }
}
