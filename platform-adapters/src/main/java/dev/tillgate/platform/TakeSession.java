package dev.tillgate.platform;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.flow.shop.SessionBook.Place;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.flow.shop.ShopSession.Status;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.SessionShop.Demand;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a shop's platform hands over: kept first, once by its id, then turned into a payment or left to the guard
 * of its order. Nothing is told back here: the platform must have our answer first.
 */
public final class TakeSession {
    /** As long as a platform waits for money that is on its way. */
    private static final Duration OFFERED_FOR = Duration.ofDays(3);

    private static final int LATELY = 50;

    private final SessionBook book;
    private final GuardBook guards;
    private final Connections connections;
    private final Ways ways;
    private final Committed committed;
    private final InstantSource clock;

    /**
     * What a session is taken with.
     *
     * @param back where a buyer goes from our pages, by store and order: the platform says where that is
     * @param practice whether an account moves no real money
     */
    public record Ways(
            CreatePayment create,
            Directory directory,
            Links links,
            BiFunction<StoreId, String, String> back,
            BiPredicate<MerchantId, StoreProfile.Offer> practice) {}

    /** A request, as it came from a shop's platform. */
    public record Request(ShopSession.Kind kind, String domain, String requestId, byte[] body) {}

    public TakeSession(
            SessionBook book,
            GuardBook guards,
            Connections connections,
            Ways ways,
            Committed committed,
            InstantSource clock) {
        this.book = book;
        this.guards = guards;
        this.connections = connections;
        this.ways = ways;
        this.committed = committed;
        this.clock = clock;
    }

    /** What the platform is answered. */
    public sealed interface Taken {
        /** The buyer pays there. */
        record Pay(String url) implements Taken {}

        /** It is kept, and will be answered. */
        record Kept() implements Taken {}

        /** Nobody here answers for this shop, or it knows no such payment. */
        record Unknown(String why) implements Taken {}

        /** Not to be understood. */
        record Unreadable(String why) implements Taken {}

        /** Understood, and not possible here. */
        record NotPossibleHere(String why) implements Taken {}
    }

    public Taken run(Request request) {
        List<Connected> shops = book.places(request.domain()).stream()
                .flatMap(place -> connections.find(place.merchant(), place.store()).stream())
                .filter(shop -> shop.connection().isActive() && shop.platform() instanceof SessionShop)
                .toList();
        if (shops.isEmpty()) {
            return new Taken.Unknown("no store answers for this shop");
        }
        Demand demand = ((SessionShop) shops.getFirst().platform()).demand(request.kind(), request.body());
        return switch (demand) {
            case Demand.Unreadable unreadable -> new Taken.Unreadable(unreadable.why());
            case Demand.Pay pay -> pay(request, shops, pay);
            case Demand.Change change -> change(request, shops, change);
        };
    }

    private Taken pay(Request request, List<Connected> shops, Demand.Pay pay) {
        Optional<Connected> found = shops.stream()
                .filter(shop -> book.place(shop.merchant(), shop.store())
                        .filter(place -> place.test() == pay.test())
                        .isPresent())
                .findFirst();
        if (found.isEmpty()) {
            return new Taken.NotPossibleHere(
                    pay.test() ? "no store takes this shop's tests" : "only tests of this shop are taken");
        }
        Connected shop = found.get();
        if (!fits(shop, pay.test())) {
            note(shop, pay.test() ? "shop.session.real_for_test" : "shop.session.test_for_real");
            return new Taken.NotPossibleHere("the store's methods do not fit a test");
        }
        ShopSession kept = book.keep(fresh(
                request,
                shop,
                pay.id(),
                pay.group(),
                new Fresh(null, pay.amount(), pay.authorizes(), pay.cancelUrl())));
        try {
            return new Taken.Pay(ways.links().checkout(shop.merchant(), payment(shop, kept, pay)));
        } catch (NotPossible refused) {
            return new Taken.NotPossibleHere(refused.why().name());
        }
    }

    /** The session's payment; the one that holds the order's money, or the newer one, where it cannot have its own. */
    private PaymentId payment(Connected shop, ShopSession session, Demand.Pay pay) {
        PaymentId known = session.payment();
        if (known != null) {
            return known;
        }
        Money amount = session.amount() == null ? pay.amount() : session.amount();
        String back = ways.back().apply(shop.store(), session.reference());
        CreatePayment.Request wanted = new CreatePayment.Request(
                shop.merchant(),
                shop.store(),
                session.reference(),
                session.revision(),
                amount,
                session.id(),
                List.of(),
                new Buyer(back, back, pay.locale(), pay.country()),
                session.authorizes() ? CaptureMode.MANUAL : CaptureMode.AUTOMATIC,
                OFFERED_FOR,
                null);
        try {
            PaymentId made = ways.create().run(wanted, OnceOnly.unremembered()).id();
            book.change(session, one -> one.payment() == null ? one.became(made) : one);
            return made;
        } catch (NotPossible refused) {
            boolean another =
                    switch (refused.why()) {
                        case ALREADY_PAID, WRONG_STATE -> true;
                        case NOT_FOUND, INVALID, IN_DOUBT, EXCEEDS, METHOD_UNAVAILABLE, UNSUPPORTED, TOO_MANY -> false;
                    };
            return file(shop, session.reference())
                    .filter(file -> another)
                    .flatMap(ShopFacts::deciding)
                    .orElseThrow(() -> refused)
                    .id();
        }
    }

    private Taken change(Request request, List<Connected> shops, Demand.Change change) {
        for (Connected shop : shops) {
            Optional<ShopSession> paid =
                    book.find(shop.merchant(), shop.store(), ShopSession.Kind.PAYMENT, change.payment());
            Optional<OrderFile> file = paid.flatMap(session -> file(shop, session.reference()));
            if (paid.isPresent() && paid.get().payment() != null && file.isPresent()) {
                ShopSession payment = paid.get();
                book.keep(fresh(
                        request,
                        shop,
                        change.id(),
                        payment.reference(),
                        new Fresh(payment.payment(), change.amount(), false, null)));
                guards.look(shop.merchant(), shop.store(), file.get().order().id(), clock.instant());
                committed.committed(List.of(), Set.of(Kind.GUARD));
                return new Taken.Kept();
            }
        }
        return new Taken.Unknown("no such payment of this shop");
    }

    private record Fresh(
            @Nullable PaymentId payment,
            @Nullable Money amount,
            boolean authorizes,
            @Nullable String cancelUrl) {}

    private ShopSession fresh(Request request, Connected shop, String id, String reference, Fresh fresh) {
        return new ShopSession(
                shop.merchant(),
                shop.store(),
                request.kind(),
                id,
                reference,
                0,
                fresh.payment(),
                fresh.amount(),
                fresh.authorizes(),
                Status.RECEIVED,
                null,
                request.requestId(),
                fresh.cancelUrl(),
                null,
                clock.instant(),
                null);
    }

    private Optional<OrderFile> file(Connected shop, String reference) {
        return guards.file(shop.merchant(), shop.store(), reference);
    }

    /** A test must not move money, and goods must not be sold for play money. */
    private boolean fits(Connected shop, boolean test) {
        List<StoreProfile.Offer> offers = ways.directory()
                .store(shop.merchant(), shop.store())
                .map(StoreProfile::methods)
                .orElse(List.of());
        return offers.stream().allMatch(offer -> ways.practice().test(shop.merchant(), offer) == test);
    }

    /** Once: each further session says nothing new. */
    private void note(Connected shop, String what) {
        Instant now = clock.instant();
        boolean noted = guards.notes(shop.merchant(), shop.store(), ShopNote.Kind.ATTENTION, null, LATELY).stream()
                .anyMatch(note -> what.equals(note.what()));
        if (!noted) {
            guards.note(List.of(ShopNote.of(shop.merchant(), shop.store(), ShopNote.Kind.ATTENTION, what, now)));
        }
    }

    /** The store that answers for a shop, whichever kind of session it takes. */
    public Optional<Connected> shop(String domain) {
        return book.places(domain).stream()
                .map(Place::store)
                .flatMap(store -> connections.find(store).stream())
                .findFirst();
    }
}
