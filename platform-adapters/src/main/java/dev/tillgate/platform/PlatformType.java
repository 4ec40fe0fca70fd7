package dev.tillgate.platform;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All the gateway knows of a kind of shop; each platform package exports exactly one. Texts for merchants are in
 * {@code messages_en.properties} and {@code messages_zh_CN.properties} beside the platform class, under
 * {@code platform.<id>…}.
 *
 * @param id stable short name, such as {@code woocommerce}; kept with the store
 * @param settings what a connection consists of: typed by the merchant or written by the connect flow, stored encrypted
 * @param platform the class that {@code opener} opens
 * @param check what is wrong with settings that are fine one by one, as message keys by field name
 */
public record PlatformType(
        String id,
        List<SettingField> settings,
        Class<? extends Platform> platform,
        Opener opener,
        Function<Settings, Map<String, String>> check) {
    /** Opens the platform for one connected shop. */
    @FunctionalInterface
    public interface Opener {
        Platform open(Settings settings, Tools tools);
    }

    /**
     * What a platform may use; it has nothing else.
     *
     * @param exchange the way to shops: bounded in time and size, addresses checked
     * @param signature the store's own signature, as on callbacks
     * @param drawer small secrets that change by themselves, such as access tokens
     * @param address where this shop sends us its messages: the store's inbound address
     */
    public record Tools(
            Exchange exchange, StoreSignature signature, Drawer drawer, String address, InstantSource clock) {}

    public PlatformType {
        settings = List.copyOf(settings);
    }

    public boolean can(Class<? extends Platform> power) {
        return power.isAssignableFrom(platform);
    }
}
