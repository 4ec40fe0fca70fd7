package dev.tillgate.merchant;

import java.time.Instant;
import java.util.Optional;

/** Approved connections that wait for their shop. Each method is a short transaction of its own. */
public interface GrantBook {
    /** Keeps it, and removes the merchant's expired ones. */
    void insert(ConnectGrant grant, Instant now);

    /** Removes and answers it, expired or not: of all who try, one gets it. */
    Optional<ConnectGrant> take(String digest);
}
