package dev.tillgate.platform;

import dev.tillgate.money.Money;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A shop as {@link PlatformContract} needs it: the other side of a real wire, with a book of its own that says what is
 * true. It shares {@link TestSignature#SECRET} with the gateway where the platform uses the store's signature.
 */
public interface PlatformFixture extends AutoCloseable {
    PlatformType type();

    /** The settings of the connection to this shop. */
    Settings settings();

    /** Texts in the settings that must never be seen anywhere. */
    List<String> secrets();

    /** What stands on every order about the buyer (name, mail, address) and must never be seen anywhere. */
    List<String> personal();

    /** Amounts that orders can have, with 0, 2 and 3 decimals as far as the shop has such currencies. */
    List<Money> amounts();

    /** A new order that waits to be paid through us; answers the shop's name of it. */
    String order(Money total);

    /** A new order whose buyer chose to pay otherwise. */
    String orderNotOffered(Money total);

    /**
     * A new order with an amount as the shop writes it: surplus decimals, a number too large for exact arithmetic, a
     * currency that does not exist. Null when the shop's own wire cannot say such a thing.
     */
    @Nullable
    String orderWithText(String amount, String currency);

    /** The merchant or a timer cancels it. */
    void cancel(String reference);

    /** The merchant changes what it costs. */
    void change(String reference, Money total);

    /** The order is gone for good. */
    void delete(String reference);

    /** The merchant books it as paid in another way, say in cash. */
    void payOtherwise(String reference);

    /** What the shop's book says; {@code null} when it has no such order. */
    @Nullable
    Truth truth(String reference);

    /** The newest message about the order, as the shop sends it. */
    InboundRequest message(String reference);

    /** A message with exactly this body, genuinely signed by the shop at this moment. */
    InboundRequest signed(byte[] body);

    /** Whether messages carry the time at which they were sent. */
    boolean datesMessages();

    /** From now on the shop is in this state. */
    void trouble(Trouble trouble);

    /**
     * The shop is told of the fact as the gateway does by callback, for platforms that answer {@link
     * Reconciled.TellAgain}; it may be told several times.
     */
    default void tell(ShopFact fact) {}

    /** The shop's clock. */
    default Instant now() {
        return Instant.now();
    }

    @Override
    void close();

    /** What a shop can be like. */
    enum Trouble {
        NONE,
        /** No connection, or 503 for everything. */
        DOWN,
        /** Answers after the gateway has stopped waiting. */
        SLOW,
        /** 429 with a wish to be left alone for 7 seconds. */
        THROTTLING,
        /** Says 200 to every change, and saves nothing. */
        FORGETFUL,
        /** A page of HTML with status 200 for everything, as a security plugin or a captive portal sends it. */
        BABBLING,
        /** The credentials are good no more. */
        REVOKED
    }

    /**
     * What is true of an order.
     *
     * @param transaction what it was paid with, or null
     * @param completions how often it went from unpaid to paid: mails and stock go with it
     */
    record Truth(
            ShopOrder.State state,
            Money total,
            Money refunded,
            @Nullable String transaction,
            int completions) {}
}
