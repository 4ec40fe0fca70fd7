package dev.tillgate.platform.guard;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A provider that collects or reserves cards at once, declines some and loses every answer about others, has a page on
 * which the payer pays later, and counts what it has collected for each order.
 */
class Till implements Provider, Provider.Refunds {
    private final Book book;

    private Till(Book book) {
        this.book = book;
    }

    /** What it has done, across accounts. */
    static final class Book {
        private final Map<String, AtomicInteger> charges = new ConcurrentHashMap<>();
        private final Set<String> lostAnswers = ConcurrentHashMap.newKeySet();
        private final Set<String> silences = ConcurrentHashMap.newKeySet();
        private final Set<AttemptId> paidOnPage = ConcurrentHashMap.newKeySet();
        private final Set<AttemptId> counted = ConcurrentHashMap.newKeySet();
        private final Set<String> declining = ConcurrentHashMap.newKeySet();
        private final AtomicInteger given = new AtomicInteger();
        private volatile boolean keeping;

        /** This order's cards are declined from now on, or not. */
        void decline(String reference, boolean declines) {
            if (declines) {
                declining.add(reference);
            } else {
                declining.remove(reference);
            }
        }

        /** Refunds, captures and voids are refused from now on, or not. */
        void keep(boolean keeps) {
            keeping = keeps;
        }

        /** How many refunds were made. */
        int refunds() {
            return given.get();
        }

        /** The answer about this order's charge will not arrive. */
        void loseAnswer(String reference) {
            lostAnswers.add(reference);
        }

        /** Nothing more is said about this order's charge. */
        void beSilent(String reference, boolean silent) {
            if (silent) {
                silences.add(reference);
            } else {
                silences.remove(reference);
            }
        }

        void payOnPage(AttemptId attempt) {
            paidOnPage.add(attempt);
        }

        int charges(String reference) {
            AtomicInteger count = charges.get(reference);
            return count == null ? 0 : count.get();
        }

        private void count(ChargeRequest request) {
            if (counted.add(request.attempt())) {
                charges.computeIfAbsent(request.orderReference(), id -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
    }

    static ProviderType type(Book book) {
        return type(Till.class, () -> new Till(book));
    }

    static ProviderType reserving(Book book) {
        return type(Reserving.class, () -> new Reserving(book));
    }

    private static ProviderType type(Class<? extends Provider> provider, Supplier<Provider> opened) {
        return new ProviderType(
                "till",
                List.of(
                        new MethodType("card", MethodType.Style.REDIRECT, true),
                        new MethodType("page", MethodType.Style.REDIRECT, false),
                        new MethodType("transfer", MethodType.Style.TRANSFER, false)),
                Set.of(),
                List.of(),
                provider,
                (Settings settings, Exchange exchange, InstantSource clock) -> opened.get());
    }

    @Override
    public Outcome start(ChargeRequest request) {
        if (!request.method().equals("card")) {
            return payerMust(request);
        }
        if (book.declining.contains(request.orderReference())) {
            return new Outcome.Declined(DeclineReason.INSUFFICIENT_FUNDS, "no_funds");
        }
        Outcome done = request.captureMode() == CaptureMode.MANUAL
                ? new Outcome.Done(Outcome.Effect.AUTHORIZED, "ch_" + request.attempt(), request.amount())
                : collected(request);
        return book.lostAnswers.contains(request.orderReference()) ? new Outcome.Unknown("lost") : done;
    }

    @Override
    public Outcome query(ChargeQuery query) {
        ChargeRequest request = query.request();
        if (book.silences.contains(request.orderReference())) {
            return new Outcome.Unknown("silent");
        }
        if (!request.method().equals("card") && !book.paidOnPage.contains(request.attempt())) {
            return payerMust(request);
        }
        return collected(request);
    }

    private static Outcome payerMust(ChargeRequest request) {
        NextAction action = request.method().equals("page")
                ? new NextAction.Redirect("https://till.example/", null)
                : new NextAction.Transfer(List.of(new NextAction.Detail("iban", "DE02100100100006820101")), null);
        return new Outcome.PayerMust("p_" + request.attempt(), action);
    }

    private Outcome collected(ChargeRequest request) {
        book.count(request);
        return new Outcome.Done(Outcome.Effect.CAPTURED, "ch_" + request.attempt(), request.amount());
    }

    @Override
    public Outcome refund(OperationRequest request) {
        if (book.keeping) {
            return new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "not_now");
        }
        book.given.incrementAndGet();
        return new Outcome.Done(Outcome.Effect.REFUNDED, "re_" + request.operation(), request.amount());
    }

    @Override
    public Notification read(InboundRequest request) {
        return new Notification.Rejected("none are sent");
    }

    final Book book() {
        return book;
    }

    /** One that can also reserve: collect later, and let go of what it holds. */
    static final class Reserving extends Till implements Provider.Captures, Provider.Voids {
        private Reserving(Book book) {
            super(book);
        }

        @Override
        public Outcome capture(OperationRequest request) {
            return book().keeping
                    ? new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "not_now")
                    : new Outcome.Done(Outcome.Effect.CAPTURED, "cap_" + request.operation(), request.amount());
        }

        @Override
        public Outcome cancel(OperationRequest request) {
            return book().keeping || book().counted.contains(request.attempt())
                    ? new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "too_late")
                    : new Outcome.Done(Outcome.Effect.CLOSED, "void_" + request.operation(), request.amount());
        }
    }
}
