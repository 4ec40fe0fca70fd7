package dev.tillgate.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.payment.AccountId;
import dev.tillgate.provider.Settings;
import dev.tillgate.vault.Vault;
import java.util.Map;
import java.util.TreeMap;

/** Settings as they stand in a row: one JSON object of texts, sealed for that row only. */
final class SealedSettings {
    private static final String PURPOSE = "provider-settings";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Vault vault;

    SealedSettings(Vault vault) {
        this.vault = vault;
    }

    String seal(AccountId account, Settings settings) {
        return seal(PURPOSE, account.value(), settings);
    }

    /** @throws dev.tillgate.vault.SealBroken when the master key is another one, or the row was tampered with */
    Settings open(ProviderAccountRow row) {
        return open(PURPOSE, row.id, row.settings);
    }

    /** For a row of another kind. */
    String seal(String purpose, String id, Settings settings) {
        try {
            return vault.seal(purpose, id, JSON.writeValueAsString(new TreeMap<>(settings.values())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    Settings open(String purpose, String id, String sealed) {
        try {
            return new Settings(JSON.readValue(vault.open(purpose, id, sealed), TEXTS));
        } catch (JsonProcessingException e) {
            // Without the cause: its message would show what was sealed.
            throw new IllegalStateException("the settings of " + id + " are not JSON");
        }
    }
}
