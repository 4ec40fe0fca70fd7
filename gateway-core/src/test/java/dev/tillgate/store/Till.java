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
import dev.tillgate.flow.StartPayment;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.route.RouteFacts;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The real flows on the real storage, and a provider that collects every charge at once. */
final class Till {
    /** With one account there is nothing to choose, so nothing may be looked up for it. */
    private static final RouteFacts NOTHING_TO_ASK = new RouteFacts(
            (provider, account) -> {
                throw new AssertionError("the breaker of an only account was asked for");
            },
            (merchant, account, method) -> {
                throw new AssertionError("the rate of an only account was asked for");
            });

    private final Samples samples;
    private final CreatePayment create;

    Till(Sessions sessions, Samples samples) {
        this.samples = samples;
        StoredTransactions transactions = new StoredTransactions(sessions);
        FlowParts parts = new FlowParts(
                new OrderDesk(transactions, (events, due) -> {}),
                new PaymentLife(Pace.USUAL),
                new Dispatcher(transactions, new SimpleMeterRegistry()),
                new OneStore(samples),
                new StoredPaymentReader(sessions),
                new NoLinks(),
                InstantSource.system());
        this.create =
                new CreatePayment(parts.desk(), parts.life(), new StartPayment(parts, NOTHING_TO_ASK), parts.clock());
    }

    /** Creates a payment for a new order. */
    PaymentView create(String reference) {
        return run(reference, null);
    }

    /** Creates a payment for a new order and pays it in the same call. */
    PaymentView purchase(String reference) {
        return run(reference, new CreatePayment.Pay("card", "tok_1"));
    }

    private PaymentView run(String reference, CreatePayment.@Nullable Pay pay) {
        Money price = Money.ofMinor(1999, "EUR");
        IdempotencyRecord request = samples.request(reference);
        return create.run(
                new CreatePayment.Request(
                        samples.merchant,
                        samples.store,
                        reference,
                        1,
                        price,
                        "Two mugs",
                        List.of(new OrderLine("Mug", 2, price)),
                        Buyer.UNKNOWN,
                        CaptureMode.AUTOMATIC,
                        Duration.ofHours(1),
                        pay),
                OnceOnly.remembered(
                        request,
                        view -> new OnceOnly.Answer(
                                201, "{\"status\":\"" + view.payment().status() + "\"}")));
    }

    private record OneStore(Samples samples) implements Directory {
        private static final ProviderType TYPE = new ProviderType(
                "prompt",
                List.of(new MethodType("card", MethodType.Style.REDIRECT, true)),
                Set.of(),
                List.of(),
                Prompt.class,
                (settings, exchange, clock) -> new Prompt());

        @Override
        public Optional<StoreProfile> store(MerchantId merchant, StoreId store) {
            return Optional.of(new StoreProfile(
                    merchant, store, "Mugs", null, List.of(new StoreProfile.Offer("card", samples.account, "prompt"))));
        }

        @Override
        public Optional<OpenAccount> account(MerchantId merchant, AccountId account) {
            return Optional.of(new OpenAccount(merchant, account, TYPE, new Prompt()));
        }

        @Override
        public Optional<OpenAccount> account(AccountId account) {
            return account(samples.merchant, account);
        }
    }

    private static final class Prompt implements Provider {
        @Override
        public Outcome start(ChargeRequest request) {
            return new Outcome.Done(Outcome.Effect.CAPTURED, "ch_" + request.attempt(), request.amount());
        }

        @Override
        public Outcome query(ChargeQuery query) {
            return new Outcome.Done(Outcome.Effect.CAPTURED, "ch_" + query.attempt(), query.amount());
        }

        @Override
        public Notification read(InboundRequest request) {
            return new Notification.Rejected("none are sent");
        }
    }

    static final class NoLinks implements Links {
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
