package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** People of the console and their log-ins, as kept. Each method is a short transaction of its own. */
public interface UserBook {
    boolean hasOwner();

    /**
     * Makes the owner if the installation's fact {@code name} still has this value, which is used up by that: of two
     * who try at once, one succeeds.
     */
    boolean insertOwner(ConsoleUser owner, String name, String value);

    Optional<ConsoleUser> byEmail(String email);

    Optional<ConsoleUser> user(MerchantId merchant, String user);

    /**
     * Changes a person under their lock and answers them as changed.
     *
     * @throws java.util.NoSuchElementException when there is no such person
     */
    ConsoleUser change(MerchantId merchant, String user, UnaryOperator<ConsoleUser> change);

    void insert(ConsoleSession session);

    Optional<ConsoleSession> session(String digest);

    void extend(ConsoleSession session, Instant expiresAt);

    void end(ConsoleSession session);

    /** Removes log-ins that ended before {@code now}; answers how many. */
    int purgeSessions(Instant now);
}
