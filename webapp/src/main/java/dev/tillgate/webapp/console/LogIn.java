package dev.tillgate.webapp.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.merchant.ConsoleSession;
import dev.tillgate.merchant.ConsoleUser;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.merchant.UserBook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets people in. Guessing is slowed twice: by the guessed person (five wrong passwords lock for a minute, each further
 * one for twice as long, up to a quarter of an hour) and by the guesser's address. Whoever is not let in never learns
 * why: an unknown person, a wrong password and a lock look and take the same.
 */
public final class LogIn {
    private static final Logger LOG = LoggerFactory.getLogger(LogIn.class);
    private static final int FREE_TRIES = 5;
    private static final Duration FIRST_LOCK = Duration.ofMinutes(1);
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);
    private static final int TRIES_BY_ADDRESS = 30;
    private static final Duration ADDRESS_WINDOW = Duration.ofMinutes(5);
    private static final int LONGEST_PASSWORD = 200;
    private static final Duration IDLE = Duration.ofHours(2);
    private static final Duration ABSOLUTE = Duration.ofHours(12);
    /** So that not every click writes. */
    private static final Duration WORTH_EXTENDING = Duration.ofMinutes(5);

    private final UserBook users;
    private final Passwords passwords;
    private final Clock clock;
    private final Cache<String, AtomicInteger> triesByAddress = Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(ADDRESS_WINDOW)
            .build();

    public LogIn(UserBook users, Passwords passwords, Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * Opens a session.
     *
     * @param address where the try comes from
     * @return what the browser's cookie is to hold, or nothing when this person is not let in now
     */
    public Optional<SecretText> tryIn(String email, String password, String address) {
        if (password.length() > LONGEST_PASSWORD || !mayTry(address)) {
            return Optional.empty();
        }
        Optional<ConsoleUser> user = users.byEmail(normal(email));
        if (user.isEmpty() || user.get().isLocked(clock.instant())) {
            passwords.matchNobody(password);
            return Optional.empty();
        }
        boolean right = passwords.matches(password, user.get().passwordHash());
        return decide(user.get(), right) ? Optional.of(open(user.get())) : Optional.empty();
    }

    /** A session for a person who has just proved who they are. */
    SecretText open(ConsoleUser user) {
        Instant now = clock.instant();
        users.purgeSessions(now);
        SecretText cookie = SecretText.next("");
        users.insert(new ConsoleSession(user.merchant(), cookie.digest(), user.id(), now, now.plus(IDLE)));
        return cookie;
    }

    /** Whose session the cookie opens, if it still does; keeps the session alive. */
    Optional<Operator> operator(SecretText cookie) {
        Instant now = clock.instant();
        return users.session(cookie.digest())
                .filter(session -> session.expiresAt().isAfter(now))
                .filter(session -> session.createdAt().plus(ABSOLUTE).isAfter(now))
                .flatMap(session -> users.user(session.merchant(), session.user())
                        .map(user -> {
                            keepAlive(session, now);
                            return new Operator(user, session);
                        }));
    }

    void end(Operator operator) {
        users.end(operator.session());
    }

    /** Lower case, without surrounding space. */
    static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private boolean mayTry(String address) {
        AtomicInteger tries = triesByAddress.get(address, any -> new AtomicInteger());
        boolean may = tries.incrementAndGet() <= TRIES_BY_ADDRESS;
        if (!may) {
            LOG.warn("too many log-ins from one address");
        }
        return may;
    }

    /** Counts under the person's lock, so that guesses sent at the same time are all counted. */
    private boolean decide(ConsoleUser seen, boolean right) {
        Instant now = clock.instant();
        ConsoleUser after = users.change(seen.merchant(), seen.id(), before -> {
            if (before.isLocked(now)) {
                return before;
            }
            return right ? before.loggedIn() : before.failed(lock(before.failedLogins() + 1, now));
        });
        if (after.isLocked(now)) {
            LOG.warn("console user {} is locked after {} wrong passwords", after.id(), after.failedLogins());
        }
        return right && after.failedLogins() == 0 && !after.isLocked(now);
    }

    private static @Nullable Instant lock(int failures, Instant now) {
        if (failures < FREE_TRIES) {
            return null;
        }
        int doublings = Math.min(failures - FREE_TRIES, 10);
        Duration lock = FIRST_LOCK.multipliedBy(1L << doublings);
        return now.plus(lock.compareTo(LONGEST_LOCK) > 0 ? LONGEST_LOCK : lock);
    }

    private void keepAlive(ConsoleSession session, Instant now) {
        Instant end = session.createdAt().plus(ABSOLUTE);
        Instant wanted = now.plus(IDLE).isAfter(end) ? end : now.plus(IDLE);
        if (Duration.between(session.expiresAt(), wanted).compareTo(WORTH_EXTENDING) > 0) {
            users.extend(session, wanted);
        }
    }
}
