package dev.tillgate.store;

import dev.tillgate.flow.chat.CodeBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Short codes in the database: hashed, what they stand for sealed. */
public final class StoredCodes implements CodeBook {
    private static final String PURPOSE = "chat-code";
    private static final int HASH_BYTES = 24;

    private final Sessions sessions;
    private final Vault vault;

    public StoredCodes(Sessions sessions, Vault vault) {
        this.sessions = sessions;
        this.vault = vault;
    }

    @Override
    public void keep(MerchantId merchant, StoreId store, String code, String token, Instant expiresAt) {
        ChatCodeRow row = new ChatCodeRow();
        row.merchantId = merchant.value();
        row.code = hash(code);
        row.storeId = store.value();
        row.grantToken = vault.seal(PURPOSE, row.code, token);
        row.expiresAt = Times.stored(expiresAt);
        sessions.inOneDo(session -> session.insert(row));
    }

    @Override
    public Optional<String> token(MerchantId merchant, StoreId store, String code, Instant now) {
        ChatCodeRow row = sessions.read(
                session -> session.get(ChatCodeRow.class, new ChatCodeRow.Key(merchant.value(), hash(code))));
        return row == null || !row.storeId.equals(store.value()) || !row.expiresAt.isAfter(now)
                ? Optional.empty()
                : Optional.of(vault.open(PURPOSE, row.code, row.grantToken));
    }

    private static String hash(String code) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, HASH_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
