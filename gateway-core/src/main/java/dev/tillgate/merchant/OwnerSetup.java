package dev.tillgate.merchant;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets the person who started the program become the console's owner, once: by a link that only the start screen shows.
 * The token in it works once and for 24 hours; a newer one replaces it.
 */
public final class OwnerSetup {
    private static final String FACT = "console.setup";
    private static final Duration LIFE = Duration.ofHours(24);

    private final UserBook users;
    private final InstallationFacts facts;
    private final Clock clock;

    public OwnerSetup(UserBook users, InstallationFacts facts, Clock clock) {
        this.users = users;
        this.facts = facts;
        this.clock = clock;
    }

    /** A new token, or nothing when there is an owner already. */
    public Optional<SecretText> newToken() {
        if (users.hasOwner()) {
            return Optional.empty();
        }
        SecretText token = SecretText.next("");
        facts.put(FACT, token.digest() + " " + clock.instant().plus(LIFE).toEpochMilli());
        return Optional.of(token);
    }

    /** Whether an owner could be made with this token now. */
    public boolean isOpen(SecretText token) {
        return valid(token).isPresent() && !users.hasOwner();
    }

    /** Makes the owner; false when the token is wrong, too old or used. */
    public boolean createOwner(SecretText token, MerchantId merchant, String email, String passwordHash) {
        Instant now = clock.instant();
        ConsoleUser owner = new ConsoleUser(
                merchant,
                TimeOrderedId.next(ConsoleUser.ID_PREFIX),
                email,
                passwordHash,
                ConsoleUser.Role.OWNER,
                0,
                null,
                now);
        return valid(token).map(fact -> users.insertOwner(owner, FACT, fact)).orElse(false);
    }

    private Optional<String> valid(SecretText token) {
        return facts.get(FACT).filter(fact -> {
            String[] parts = fact.split(" ");
            return token.hasDigest(parts[0]) && clock.instant().toEpochMilli() < Long.parseLong(parts[1]);
        });
    }
}
