package dev.tillgate.platform.custom;

import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.util.List;
import java.util.Map;

/** A shop of the merchant's own making: it creates payments by the API and takes callbacks at the store's address. */
public final class Custom {
    /** Whether the shop also answers {@code order.read} there: only then can its orders be looked after. */
    public static final String READING = "reading";

    public static final String YES = "yes";
    public static final String NO = "no";

    public static final PlatformType TYPE = new PlatformType(
            "custom",
            List.of(SettingField.choice(READING, YES, NO)),
            CustomShop.class,
            (settings, tools) -> new CustomShop(YES.equals(settings.getOr(READING, YES)), tools),
            settings -> Map.of());

    private Custom() {}

    /** The settings of a shop that can be read, or of one that only takes callbacks. */
    public static Settings settings(boolean reading) {
        return new Settings(Map.of(READING, reading ? YES : NO));
    }
}
