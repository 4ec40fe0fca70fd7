package dev.tillgate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VaultTest {
    private final Vault vault = new Vault(key(1));

    @Test
    void whatIsSealedOpensAgain() {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String text = new String(bytes, i % 2 == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            String place = "place " + i;
            String sealed = vault.seal("settings", place, text);

            assertThat(vault.open("settings", place, sealed)).isEqualTo(text);
            assertThat(sealed).matches("v1\\.[0-9a-f]{8}\\.[A-Za-z0-9_-]+");
        }
    }

    @Test
    void theSameTextIsNeverSealedTheSameWay() {
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            sealed.add(vault.seal("settings", "acc_1", "secret"));
        }

        assertThat(sealed).hasSize(100).allSatisfy(text -> assertThat(text).doesNotContain("secret"));
    }

    @Test
    void opensOnlyInItsPlaceAndForItsPurpose() {
        String sealed = vault.seal("settings", "acc_1", "secret");

        assertThatThrownBy(() -> vault.open("settings", "acc_2", sealed)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> vault.open("signing", "acc_1", sealed)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> new Vault(key(2)).open("settings", "acc_1", sealed))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("master key");
    }

    @Test
    void anyChangedCharacterBreaksTheSeal() {
        String sealed = vault.seal("settings", "acc_1", "secret");

        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            if (i == sealed.length() - 1 && Arrays.equals(decoded(changed), decoded(sealed))) {
                continue; // the last character's spare bits
            }
            assertThatThrownBy(() -> vault.open("settings", "acc_1", changed))
                    .as("position %d", i)
                    .isInstanceOf(SealBroken.class)
                    .hasMessageNotContaining("secret");
        }
        for (String rubbish : List.of("", "v1", "v1..", sealed + ".", "plain", sealed.substring(0, 20))) {
            assertThatThrownBy(() -> vault.open("settings", "acc_1", rubbish)).isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void anOlderMasterKeyStillOpensAndVerifies() {
        Vault newer = new Vault(key(2), List.of(key(1)));
        String sealed = vault.seal("settings", "acc_1", "secret");
        String link = vault.mac("checkout", "pay_1");

        assertThat(newer.open("settings", "acc_1", sealed)).isEqualTo("secret");
        assertThat(newer.isOutdated(sealed)).isTrue();
        assertThat(newer.isOutdated(newer.seal("settings", "acc_1", "secret"))).isFalse();
        assertThat(newer.isMac("checkout", "pay_1", link)).isTrue();
        assertThat(newer.mac("checkout", "pay_1")).isNotEqualTo(link);
    }

    @Test
    void aCodeHoldsForOneTextAndPurpose() {
        String code = vault.mac("checkout", "pay_1");

        assertThat(code).hasSize(43).isEqualTo(new Vault(key(1)).mac("checkout", "pay_1"));
        assertThat(vault.isMac("checkout", "pay_1", code)).isTrue();
        assertThat(vault.isMac("checkout", "pay_2", code)).isFalse();
        assertThat(vault.isMac("return", "pay_1", code)).isFalse();
        assertThat(vault.isMac("checkout", "pay_1", code.substring(1))).isFalse();
        assertThat(vault.isMac("checkout", "pay_1", "")).isFalse();
    }

    @Test
    void keysDifferByPurposeAndUse() {
        assertThat(vault.derive("a")).hasSize(32).isEqualTo(new Vault(key(1)).derive("a"));
        assertThat(vault.derive("a")).isNotEqualTo(vault.derive("b"));
    }

    @Test
    void printsNothingOfItsKey() {
        assertThat(vault.toString()).matches("Vault\\[key [0-9a-f]{8}]").doesNotContain("0101");
        assertThatThrownBy(() -> new Vault(new byte[16])).hasMessage("the master key must have 32 bytes");
    }

    /** Test case 1 of RFC 5869, its first block. */
    @Test
    void derivesAsTheStandardSays() {
        HexFormat hex = HexFormat.of();
        byte[] root = Hkdf.extract(
                hex.parseHex("000102030405060708090a0b0c"),
                hex.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"));

        assertThat(hex.formatHex(root)).isEqualTo("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        assertThat(hex.formatHex(Hkdf.expand(root, hex.parseHex("f0f1f2f3f4f5f6f7f8f9"))))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static byte[] decoded(String sealed) {
        return java.util.Base64.getUrlDecoder().decode(sealed.substring(sealed.lastIndexOf('.') + 1));
    }
}
