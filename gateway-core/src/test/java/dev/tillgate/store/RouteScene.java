package dev.tillgate.store;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.flow.route.RouteFacts;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ErrorTable.Advice;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real flows on the real storage, and a store whose one method is served by several accounts that do as told. */
final class RouteScene {
    static final Money PRICE = Money.ofMinor(1999, "EUR");

    private static final ErrorTable DECLINES = new ErrorTable(Map.of(
            "try_later", ErrorTable.entry(DeclineReason.PROCESSING_ERROR, Advice.TRY_LATER),
            "no_funds", ErrorTable.entry(DeclineReason.INSUFFICIENT_FUNDS, Advice.OTHER_METHOD),
            "given_up", ErrorTable.entry(DeclineReason.CANCELED_BY_PAYER, Advice.TRY_LATER)));

    final Samples samples = new Samples();
    final StoredPaymentReader reader;
    final StoredRoutes routes;
    final CreatePayment create;
    final StartPayment start;
    final ResolveUnknown resolve;
    final Map<AccountId, RouteRule> rules = new LinkedHashMap<>();
    final Map<AccountId, Rate> rates = new HashMap<>();
    final Set<AccountId> down = new HashSet<>();
    /** Accounts in the order they were called. */
    final List<AccountId> called = new ArrayList<>();

    Instant now = Samples.NOW;
    Duration notSentGrace = Duration.ofMinutes(2);
    private final Map<AccountId, Deque<Answer>> answers = new HashMap<>();

    /** What an account answers to a start. */
    @FunctionalInterface
    interface Answer {
        Outcome to(ChargeRequest request) throws IOException;
    }

    RouteScene(Sessions sessions) {
        StoredTransactions transactions = new StoredTransactions(sessions);
        reader = new StoredPaymentReader(sessions);
        FlowParts parts = new FlowParts(
                new OrderDesk(transactions, (events, due) -> {}),
                new PaymentLife(Pace.USUAL.withNotSentGrace(notSentGrace)),
                new Dispatcher(transactions, new SimpleMeterRegistry()),
                new Accounts(),
                reader,
                new Addresses(),
                () -> now);
        start = new StartPayment(
                parts,
                new RouteFacts(
                        (provider, account) -> down.contains(account),
                        (merchant, account, method) -> rates.get(account)));
        create = new CreatePayment(parts.desk(), parts.life(), start, parts.clock());
        resolve = new ResolveUnknown(parts);
        routes = new StoredRoutes(sessions, () -> {});
    }

    /** Of all the accounts. */
    ProviderType type() {
        return new ProviderType(
                "obedient",
                List.of(new MethodType("card", MethodType.Style.REDIRECT, true)),
                Set.of(),
                List.of(),
                Obedient.class,
                (settings, exchange, clock) -> new Obedient(AccountId.next()),
                ProviderType.Rules.NONE.withDeclines(DECLINES));
    }

    Directory directory() {
        return new Accounts();
    }

    /** One more account for the method, in the merchant's order. */
    AccountId account(RouteRule rule) {
        AccountId account = AccountId.next();
        rules.put(account, rule);
        return account;
    }

    AccountId account() {
        return account(RouteRule.NONE);
    }

    /** What the account answers, one after the other; at the end, and without any, it collects. */
    RouteScene answers(AccountId account, Answer... then) {
        answers.computeIfAbsent(account, id -> new ArrayDeque<>()).addAll(List.of(then));
        return this;
    }

    PaymentView create(String reference) {
        return run(reference, null, OnceOnly.unremembered());
    }

    PaymentView purchase(String reference) {
        return run(reference, new CreatePayment.Pay("card", null), OnceOnly.unremembered());
    }

    /** A purchase whose answer is remembered under the reference. */
    PaymentView purchaseOnce(String reference) {
        IdempotencyRecord request = samples.request(reference);
        return run(
                reference,
                new CreatePayment.Pay("card", null),
                OnceOnly.remembered(
                        request,
                        view -> new OnceOnly.Answer(
                                201,
                                view.payment().status() + " after "
                                        + view.attempts().size())));
    }

    PaymentView run(String reference, CreatePayment.@Nullable Pay pay, OnceOnly<PaymentView> once) {
        return create.run(
                new CreatePayment.Request(
                        samples.merchant,
                        samples.store,
                        reference,
                        1,
                        PRICE,
                        "Two mugs",
                        List.of(),
                        new Buyer(null, null, null, "DE"),
                        CaptureMode.AUTOMATIC,
                        Duration.ofHours(1),
                        pay),
                once);
    }

    PaymentView stored(PaymentId id) {
        return new PaymentView(reader.file(samples.merchant, id).orElseThrow(), id);
    }

    static Answer collects() {
        return request -> new Outcome.Done(Outcome.Effect.CAPTURED, "ch_" + request.attempt(), request.amount());
    }

    static Answer says(Outcome outcome) {
        return request -> outcome;
    }

    static Answer notSent() {
        return says(new Outcome.NotSent("connection refused"));
    }

    static Answer declines(String code) {
        ErrorTable.Entry row = DECLINES.find(code);
        return says(new Outcome.Declined(row == null ? DeclineReason.PROCESSING_ERROR : row.reason(), code));
    }

    private final class Accounts implements Directory {
        @Override
        public Optional<StoreProfile> store(MerchantId merchant, StoreId store) {
            List<StoreProfile.Offer> offers = new ArrayList<>();
            rules.forEach((account, rule) -> offers.add(new StoreProfile.Offer("card", account, "obedient", rule)));
            return Optional.of(new StoreProfile(merchant, store, "Mugs", null, offers));
        }

        @Override
        public Optional<OpenAccount> account(MerchantId merchant, AccountId account) {
            return Optional.of(new OpenAccount(merchant, account, type(), new Obedient(account)));
        }

        @Override
        public Optional<OpenAccount> account(AccountId account) {
            return account(samples.merchant, account);
        }
    }

    private final class Obedient implements Provider {
        private final AccountId account;

        Obedient(AccountId account) {
            this.account = account;
        }

        @Override
        public Outcome start(ChargeRequest request) throws IOException {
            called.add(account);
            Answer next = answers.getOrDefault(account, new ArrayDeque<>()).poll();
            return (next == null ? collects() : next).to(request);
        }

        @Override
        public Outcome query(ChargeQuery query) {
            return new Outcome.NotSent("no record");
        }

        @Override
        public Notification read(InboundRequest request) {
            return new Notification.Rejected("none are sent");
        }
    }

    private static final class Addresses implements Links {
        @Override
        public String checkout(MerchantId merchant, PaymentId payment) {
            return "https://pay.example/c";
        }

        @Override
        public String returnFrom(MerchantId merchant, PaymentId payment) {
            return "https://pay.example/r";
        }

        @Override
        public String notifications(AccountId account) {
            return "https://pay.example/n";
        }
    }
}
