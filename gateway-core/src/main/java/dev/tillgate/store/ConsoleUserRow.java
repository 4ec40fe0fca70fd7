package dev.tillgate.store;

import dev.tillgate.merchant.ConsoleUser;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "console_user")
@IdClass(ConsoleUserRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ConsoleUserRow {
    @Id
    String merchantId;

    @Id
    String id;

    String email;
    String passwordHash;
    String role;
    int failedLogins;

    @Nullable
    Instant lockedUntil;

    Instant createdAt;

    record Key(String merchantId, String id) {}

    static ConsoleUserRow of(ConsoleUser user) {
        ConsoleUserRow row = new ConsoleUserRow();
        row.merchantId = user.merchant().value();
        row.id = user.id();
        row.email = user.email();
        row.createdAt = Times.stored(user.createdAt());
        row.take(user);
        return row;
    }

    final void take(ConsoleUser user) {
        passwordHash = user.passwordHash();
        role = user.role().name();
        failedLogins = user.failedLogins();
        lockedUntil = Times.storedOrNull(user.lockedUntil());
    }

    ConsoleUser toRecord() {
        return new ConsoleUser(
                new MerchantId(merchantId),
                id,
                email,
                passwordHash,
                ConsoleUser.Role.valueOf(role),
                failedLogins,
                lockedUntil,
                createdAt);
    }
}
