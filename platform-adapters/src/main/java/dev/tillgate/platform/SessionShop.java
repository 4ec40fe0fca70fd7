package dev.tillgate.platform;

import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.money.Money;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A shop whose platform hands over each payment, refund, capture and void as a session, and waits to be told what became
 * of it. There are no orders to read: what it was told, and has confirmed, is all there is.
 */
public interface SessionShop extends Platform {
    /** What a request of the platform says. That it comes from the platform was made sure of before. */
    Demand demand(ShopSession.Kind kind, byte[] body);

    /** Tells the platform what became of a session; telling the same twice is as good as once. */
    Told tell(ShopSession session, Verdict verdict);

    /** A request, read. */
    sealed interface Demand {
        /**
         * A buyer wants to pay.
         *
         * @param group the same for several tries at one order; at most 100 characters
         * @param test whether no money may move
         * @param authorizes whether the money is to be reserved only
         * @param cancelUrl where the buyer goes without having paid
         */
        record Pay(
                String id,
                String group,
                Money amount,
                boolean test,
                boolean authorizes,
                String cancelUrl,
                @Nullable String locale,
                @Nullable String country)
                implements Demand {}

        /**
         * The merchant wants money given back, collected or let go of.
         *
         * @param payment the session of the payment it is about
         * @param amount null for all there is
         */
        record Change(String id, String payment, @Nullable Money amount) implements Demand {}

        /** Not to be understood; {@code why} is for the log, without anything that was sent. */
        record Unreadable(String why) implements Demand {}
    }

    /** What became of a session. */
    sealed interface Verdict {
        /** @param authorizedUntil for reserved money, until when it can be collected, else null */
        record Resolve(@Nullable Instant authorizedUntil) implements Verdict {}

        /** For good: the buyer cannot try again with it. */
        record Reject(Reason reason) implements Verdict {}

        /** The money is on its way; until when it is waited for. */
        record Pending(Instant until) implements Verdict {}
    }

    /** Why a session is rejected. */
    enum Reason {
        /** The merchant has given the payment up. */
        CANCELED,
        /** Reserved money is not held any more. */
        AUTHORIZATION_EXPIRED,
        /** Anything else: it did not work, ran out, or another payment of the order counts. */
        FAILED
    }

    /** What the platform made of it. */
    sealed interface Told {
        /** It says so itself now; {@code nextUrl} is where the buyer goes on, or null. */
        record Confirmed(@Nullable String nextUrl) implements Told {}

        record Later(String why, Duration after) implements Told {}

        /** Not until somebody does something; a message key. */
        record Refused(String reason) implements Told {}
    }
}
