package dev.tillgate.chat.channel;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All the gateway knows of a kind of channel; each channel package exports exactly one. Texts for merchants are in
 * {@code messages_en.properties} and {@code messages_zh_CN.properties} beside the channel class, under
 * {@code channel.<id>…}.
 *
 * @param id stable short name, such as {@code telegram}; kept with the channel
 * @param settings what the merchant types in, stored encrypted
 * @param channel the class that {@code opener} opens
 * @param check what is wrong with settings that are fine one by one, as message keys by field name
 */
public record ChannelType(
        String id,
        List<SettingField> settings,
        Class<? extends Channel> channel,
        Limits limits,
        Opener opener,
        Function<Settings, Map<String, String>> check) {
    /** Opens one connected channel. */
    @FunctionalInterface
    public interface Opener {
        Channel open(Settings settings, Tools tools);
    }

    /**
     * What a channel may use; it has nothing else.
     *
     * @param exchange the way out: bounded in time and size, addresses checked
     * @param address where the channel sends us its messages
     * @param seal how the store's own programs know us
     */
    public record Tools(Exchange exchange, String address, Seal seal, InstantSource clock) {}

    /** Signs as the store's callbacks are signed: with a JWT, and with the Standard Webhooks headers. */
    @FunctionalInterface
    public interface Seal {
        /** A POST of JSON; {@code id} names the message and is the token's {@code jti}. */
        Exchange.Ask sign(String url, String id, byte[] body);
    }

    /**
     * How much may be sent.
     *
     * @param longest the longest text in characters
     * @param window how long after the buyer wrote messages are taken, or null for always
     * @param most how many within the window, 0 for any number
     */
    public record Limits(int longest, @Nullable Duration window, int most) {}

    public ChannelType {
        settings = List.copyOf(settings);
    }

    public boolean can(Class<? extends Channel> power) {
        return power.isAssignableFrom(channel);
    }
}
