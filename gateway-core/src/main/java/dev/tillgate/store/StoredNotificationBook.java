package dev.tillgate.store;

import dev.tillgate.flow.NotificationBook;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/** Notifications in the database; what was received is sealed, since it may hold personal data. */
public final class StoredNotificationBook implements NotificationBook {
    private static final String PURPOSE = "notification";
    private static final int LONGEST_KEY = 255;

    private final Sessions sessions;
    private final Vault vault;

    public StoredNotificationBook(Sessions sessions, Vault vault) {
        this.sessions = sessions;
        this.vault = vault;
    }

    @Override
    public Optional<String> keep(MerchantId merchant, AccountId account, String dedupeKey, InboundRequest request) {
        NotificationRow row = new NotificationRow();
        row.merchantId = merchant.value();
        row.id = TimeOrderedId.next("ntf");
        row.accountId = account.value();
        row.dedupeKey = fitting(dedupeKey);
        row.request = vault.seal(PURPOSE, row.id, Json.inbound(request));
        row.status = WaitingRow.RECEIVED;
        row.receivedAt = Times.stored(request.receivedAt());
        row.dueAt = row.receivedAt;
        try {
            sessions.inOneDo(session -> session.insert(row));
            return Optional.of(row.id);
        } catch (RuntimeException failure) {
            if (Reruns.isDuplicate(failure, "notification_once")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public Optional<Kept> read(MerchantId merchant, String id) {
        return sessions.read(session -> session.createSelectionQuery(
                                "from NotificationRow where merchantId = :merchant and id = :id", NotificationRow.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("id", id)
                        .uniqueResultOptional())
                .map(row -> new Kept(
                        row.id,
                        new AccountId(row.accountId),
                        Json.inbound(vault.open(PURPOSE, row.id, row.request)),
                        row.tries));
    }

    @Override
    public void done(MerchantId merchant, String id, boolean applied, @Nullable String detail) {
        change(merchant, id, """
                update NotificationRow set status = :status, detail = :detail, dueAt = null, tries = tries + 1
                where merchantId = :merchant and id = :id""", applied ? WaitingRow.APPLIED : WaitingRow.FAILED, detail, null);
    }

    @Override
    public void again(MerchantId merchant, String id, Instant dueAt, String detail) {
        change(merchant, id, """
                update NotificationRow set status = :status, detail = :detail, dueAt = :due, tries = tries + 1
                where merchantId = :merchant and id = :id""", WaitingRow.RECEIVED, detail, dueAt);
    }

    @Override
    public int purge(Instant before, int limit) {
        return sessions.inOne(session -> session.createNativeMutationQuery("""
                        DELETE FROM notification WHERE received_at < :before AND status <> 'RECEIVED'
                        ORDER BY received_at LIMIT :most""")
                .setParameter("before", Times.column(before))
                .setParameter("most", limit)
                .executeUpdate());
    }

    private void change(
            MerchantId merchant,
            String id,
            String query,
            String status,
            @Nullable String detail,
            @Nullable Instant dueAt) {
        sessions.inOneDo(session -> {
            MutationQuery update = session.createMutationQuery(query)
                    .setParameter("merchant", merchant.value())
                    .setParameter("id", id)
                    .setParameter("status", status)
                    .setParameter("detail", Texts.cut(detail, Texts.SHORT_DETAIL), String.class);
            if (dueAt != null) {
                update.setParameter("due", Times.stored(dueAt));
            }
            update.executeUpdate();
        });
    }

    /** Two long keys that begin alike must stay two: a key that does not fit is kept as its digest. */
    private static String fitting(String key) {
        if (key.length() <= LONGEST_KEY) {
            return key;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return "sha256:" + HexFormat.of().formatHex(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
