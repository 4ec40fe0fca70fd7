package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.BreakableExchange.Cut;
import dev.tillgate.provider.Outcome.Approved;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.Captures;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.Completes;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Provider.QueriesOperations;
import dev.tillgate.provider.Provider.Refunds;
import dev.tillgate.provider.Provider.Voids;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One merchant of the contract suite: a provider, the wire under it, and the core's way of calling it. */
final class Merchant {
    final int number;
    final ProviderFixture fixture;
    final Provider provider;
    final BreakableExchange wire;
    private final Map<AttemptId, String> refs = new HashMap<>();
    private final Map<AttemptId, CaptureMode> modes = new HashMap<>();
    private final Set<AttemptId> closed = new HashSet<>();

    Merchant(int number, ProviderFixture fixture, Exchange exchange) {
        this.number = number;
        this.fixture = fixture;
        this.wire = new BreakableExchange(exchange, fixture::concernsMoney);
        this.provider = fixture.type().opener().open(fixture.settings(number), wire, InstantSource.system());
    }

    /** What can end in an exception ends as the core sees it. */
    @FunctionalInterface
    interface Call {
        Outcome run() throws IOException;
    }

    static Outcome outcome(Call call) {
        try {
            return call.run();
        } catch (NotSentException notSent) {
            return new NotSent("not sent");
        } catch (IOException | RuntimeException lost) {
            return new Unknown(lost.getClass().getSimpleName());
        }
    }

    Outcome broken(Cut cut, Call call) {
        wire.cut(cut);
        try {
            return outcome(call);
        } finally {
            wire.cut(Cut.NOWHERE);
        }
    }

    Outcome swapped(BreakableExchange.Swap swap, Call call) {
        wire.swap(swap);
        try {
            return outcome(call);
        } finally {
            wire.swap(null);
        }
    }

    Outcome start(ChargeRequest request) {
        return remembered(request.attempt(), outcome(() -> provider.start(request)));
    }

    /**
     * Asks as the core does: with the reference that an earlier answer gave, and completing what the payer agreed to
     * unless it was closed before.
     */
    Outcome query(AttemptId attempt, Money amount) {
        Outcome known = remembered(attempt, outcome(() -> provider.query(charge(attempt, amount))));
        return known instanceof Approved && provider instanceof Completes completes && !closed.contains(attempt)
                ? remembered(attempt, outcome(() -> completes.complete(charge(attempt, amount))))
                : known;
    }

    /** What is known of an attempt when it is asked about. */
    ChargeQuery charge(AttemptId attempt, Money amount) {
        CaptureMode mode = modes.getOrDefault(attempt, CaptureMode.AUTOMATIC);
        return new ChargeQuery(fixture.charge(attempt, amount, mode), refs.get(attempt));
    }

    private Outcome remembered(AttemptId attempt, Outcome outcome) {
        String ref =
                switch (outcome) {
                    case Outcome.Done done -> done.ref();
                    case Outcome.PayerMust must -> must.ref();
                    case Approved approved -> approved.ref();
                    case Outcome.Pending pending -> pending.ref();
                    default -> null;
                };
        if (ref != null) {
            refs.put(attempt, ref);
        }
        return outcome;
    }

    ProviderFixture.Truth truth(AttemptId attempt) {
        return fixture.truth(number, attempt);
    }

    /** A charge that the payer has paid, or whose money is reserved. */
    AttemptId charged(Money amount, CaptureMode mode) {
        AttemptId attempt = AttemptId.next();
        modes.put(attempt, mode);
        start(fixture.charge(attempt, amount, mode));
        fixture.payerPays(number, attempt);
        // As the core does: nothing is captured, closed or given back before it was seen to be charged.
        query(attempt, amount);
        return attempt;
    }

    OperationRequest operation(OperationKind kind, AttemptId attempt, Money amount, Money charged) {
        return new OperationRequest(OperationId.next(), kind, attempt, refs.get(attempt), null, amount, charged);
    }

    Outcome send(OperationRequest request) {
        Outcome outcome = outcome(call(request));
        if (request.kind() == OperationKind.VOID && outcome instanceof Outcome.Done) {
            closed.add(request.attempt());
        }
        return outcome;
    }

    Call call(OperationRequest request) {
        return () -> switch (request.kind()) {
            case CAPTURE -> ((Captures) provider).capture(request);
            case REFUND -> ((Refunds) provider).refund(request);
            case VOID -> ((Voids) provider).cancel(request);
        };
    }

    Outcome queryOperation(OperationRequest request) {
        return outcome(() -> ((QueriesOperations) provider).queryOperation(request));
    }
}
