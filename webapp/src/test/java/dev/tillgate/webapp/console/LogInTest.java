package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.merchant.ConsoleUser;
import dev.tillgate.merchant.OwnerSetup;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredInstallation;
import dev.tillgate.store.StoredUsers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogInTest {
    private static final String EMAIL = "owner@shop.example";
    private static final String PASSWORD = "correct horse battery";
    private static final Passwords PASSWORDS = new Passwords();

    private final Hands clock = new Hands();
    private TestDatabase database;
    private Sessions sessions;
    private StoredUsers users;
    private LogIn logIn;

    @BeforeEach
    void open() {
        database = TestDatabase.open();
        sessions = new Sessions(database.dataSource(), DatabaseProduct.MARIADB);
        users = new StoredUsers(sessions);
        logIn = new LogIn(users, PASSWORDS, clock);
        OwnerSetup setup = new OwnerSetup(users, new StoredInstallation(sessions, clock), clock);
        setup.createOwner(setup.newToken().orElseThrow(), MerchantId.next(), EMAIL, PASSWORDS.hash(PASSWORD));
    }

    @AfterEach
    void close() {
        sessions.close();
        database.close();
    }

    @Test
    void passwords_are_argon2id_with_a_salt_of_their_own() {
        String one = PASSWORDS.hash(PASSWORD);
        String other = PASSWORDS.hash(PASSWORD);

        assertThat(one).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(other);
        assertThat(PASSWORDS.matches(PASSWORD, one)).isTrue();
        assertThat(PASSWORDS.matches(PASSWORD + " ", one)).isFalse();
        assertThat(PASSWORDS.matches(PASSWORD, "plain")).isFalse();
    }

    @Test
    void a_hash_of_the_reference_implementation_is_understood() {
        // argon2 "password" with salt "somesalt": -id -t 2 -m 16 -p 1 of the reference implementation's own tests.
        String phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(PASSWORDS.matches("password", phc)).isTrue();
        assertThat(PASSWORDS.matches("passwore", phc)).isFalse();
    }

    @Test
    void five_wrong_passwords_lock_for_a_minute_and_each_further_one_for_longer() {
        for (int i = 0; i < 5; i++) {
            assertThat(logIn.tryIn(EMAIL, "wrong wrong wrong", "10.0.0." + i)).isEmpty();
        }
        assertThat(logIn.tryIn(EMAIL, PASSWORD, "10.0.0.9"))
                .as("locked, even for the right one")
                .isEmpty();

        clock.pass(Duration.ofSeconds(61));
        assertThat(logIn.tryIn(EMAIL, "wrong wrong wrong", "10.0.0.9")).isEmpty();
        clock.pass(Duration.ofSeconds(61));
        assertThat(logIn.tryIn(EMAIL, PASSWORD, "10.0.0.9"))
                .as("two minutes now")
                .isEmpty();

        clock.pass(Duration.ofSeconds(61));
        assertThat(logIn.tryIn(" Owner@Shop.example ", PASSWORD, "10.0.0.9")).isPresent();
        assertThat(user().failedLogins()).isZero();
    }

    @Test
    void an_unknown_person_is_answered_like_a_wrong_password() {
        long known = millisOf(() -> logIn.tryIn(EMAIL, "wrong wrong wrong", "10.0.0.1"));
        long unknown = millisOf(() -> logIn.tryIn("nobody@shop.example", "wrong wrong wrong", "10.0.0.1"));

        assertThat(unknown).as("the same work is done for nobody").isGreaterThan(known / 5);
    }

    @Test
    void one_address_cannot_try_for_ever() {
        for (int i = 0; i < 30; i++) {
            logIn.tryIn("nobody" + i + "@shop.example", "x", "10.0.0.1");
        }

        assertThat(logIn.tryIn(EMAIL, PASSWORD, "10.0.0.1")).isEmpty();
        assertThat(logIn.tryIn(EMAIL, PASSWORD, "10.0.0.2")).isPresent();
    }

    @Test
    void a_session_ends_when_idle_and_in_any_case_after_twelve_hours() {
        SecretText cookie = logIn.tryIn(EMAIL, PASSWORD, "10.0.0.1").orElseThrow();
        assertThat(database.number("SELECT COUNT(*) FROM console_session WHERE digest = '" + cookie.value() + "'"))
                .as("only a digest is stored")
                .isZero();
        for (int hour = 0; hour < 11; hour++) {
            clock.pass(Duration.ofHours(1));
            assertThat(logIn.operator(cookie)).as("hour " + hour).isPresent();
        }
        clock.pass(Duration.ofMinutes(61));
        assertThat(logIn.operator(cookie)).as("twelve hours are over").isEmpty();

        SecretText idle = logIn.tryIn(EMAIL, PASSWORD, "10.0.0.1").orElseThrow();
        clock.pass(Duration.ofMinutes(121));
        assertThat(logIn.operator(idle)).isEmpty();
        assertThat(logIn.operator(new SecretText("guessed"))).isEqualTo(Optional.empty());
    }

    private ConsoleUser user() {
        return users.byEmail(EMAIL).orElseThrow();
    }

    private static long millisOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    /** A clock that a test moves on. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-11-23T04:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
