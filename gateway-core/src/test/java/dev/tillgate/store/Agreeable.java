package dev.tillgate.store;

import dev.tillgate.flow.Directory;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider whose payers agree on its page and whose money moves only when it is told to: it answers what the test
 * says, and notes what it was asked. Its store offers it under two methods.
 */
final class Agreeable implements Provider.Completes, Provider.Voids {
    static final ProviderType TYPE = new ProviderType(
            "agreeable",
            List.of(
                    new MethodType("wallet", MethodType.Style.REDIRECT, false),
                    new MethodType("card", MethodType.Style.REDIRECT, false)),
            Set.of(),
            List.of(),
            Agreeable.class,
            (settings, exchange, clock) -> new Agreeable(),
            ProviderType.Rules.NONE.withAcknowledgement("success"));

    final List<AttemptId> completed = new ArrayList<>();
    final List<AttemptId> closed = new ArrayList<>();
    Outcome queried = new Outcome.Unknown("not set");
    Outcome completion = new Outcome.Unknown("not set");
    Notification notification = new Notification.Rejected("not set");

    static Outcome paid(Money amount) {
        return new Outcome.Done(Outcome.Effect.CAPTURED, "ref_1", amount);
    }

    @Override
    public Outcome start(ChargeRequest request) {
        return new Outcome.PayerMust("ref_1", new NextAction.Redirect("https://wallet.example/agree", null));
    }

    @Override
    public Outcome query(ChargeQuery query) {
        return queried;
    }

    @Override
    public Outcome complete(ChargeQuery query) {
        completed.add(query.attempt());
        return completion;
    }

    @Override
    public Outcome cancel(OperationRequest request) {
        closed.add(request.attempt());
        return new Outcome.Done(Outcome.Effect.CLOSED, "ref_1", request.amount());
    }

    @Override
    public Notification read(InboundRequest request) {
        return notification;
    }

    /** A directory in which every account is this provider's. */
    Directory directory(Samples samples) {
        return new Directory() {
            @Override
            public Optional<StoreProfile> store(MerchantId merchant, StoreId store) {
                return Optional.of(new StoreProfile(
                        merchant,
                        store,
                        "Mugs",
                        null,
                        List.of(
                                new StoreProfile.Offer("wallet", samples.account, "agreeable"),
                                new StoreProfile.Offer("card", samples.account, "agreeable"))));
            }

            @Override
            public Optional<OpenAccount> account(MerchantId merchant, AccountId account) {
                return Optional.of(new OpenAccount(merchant, account, TYPE, Agreeable.this));
            }

            @Override
            public Optional<OpenAccount> account(AccountId account) {
                return account(samples.merchant, account);
            }
        };
    }
}
