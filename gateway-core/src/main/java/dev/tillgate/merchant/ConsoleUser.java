package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person who may use the console.
 *
 * @param email lower case; what the person logs in with, unique in the installation
 * @param passwordHash Argon2id in PHC text form
 * @param failedLogins wrong passwords in a row
 * @param lockedUntil until when no password is accepted, or null
 */
public record ConsoleUser(
        MerchantId merchant,
        String id,
        String email,
        String passwordHash,
        Role role,
        int failedLogins,
        @Nullable Instant lockedUntil,
        Instant createdAt) {
    /** Text before every id of a console user. */
    public static final String ID_PREFIX = "usr";

    /** What a person may do. */
    public enum Role {
        /** Everything. */
        OWNER
    }

    public boolean isLocked(Instant now) {
        return lockedUntil != null && lockedUntil.isAfter(now);
    }

    /** The password was right. */
    public ConsoleUser loggedIn() {
        return new ConsoleUser(merchant, id, email, passwordHash, role, 0, null, createdAt);
    }

    /** The password was wrong. */
    public ConsoleUser failed(@Nullable Instant newLockedUntil) {
        return new ConsoleUser(merchant, id, email, passwordHash, role, failedLogins + 1, newLockedUntil, createdAt);
    }

    /** Never the password's hash. */
    @Override
    public String toString() {
        return "ConsoleUser[" + id + "]";
    }
}
