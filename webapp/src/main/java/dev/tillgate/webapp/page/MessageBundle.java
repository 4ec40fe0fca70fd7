package dev.tillgate.webapp.page;

import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.catalog.Platforms;
import dev.tillgate.catalog.Providers;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.ProviderType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The texts of a part of the gateway in every language: {@code messages_en.properties} and
 * {@code messages_zh_CN.properties} (UTF-8) beside one of its classes, and what all pages share (names of methods,
 * reasons of declines, languages) beside this one. Providers, shop platforms and chat channels bring their own texts beside
 * their class.
 */
public final class MessageBundle {

    private final Map<Language, Texts> texts = new EnumMap<>(Language.class);

    private MessageBundle(Class<?> part) {
        Map<String, String> reference = Map.of();
        for (Language language : Language.values()) {
            Map<String, String> merged = new HashMap<>();
            for (Class<?> adapter : adaptersWithTexts()) {
                merged.putAll(read(adapter, language));
            }
            merged.putAll(read(MessageBundle.class, language));
            merged.putAll(read(part, language));
            if (language == Language.EN) {
                reference = merged;
            } else if (!merged.keySet().equals(reference.keySet())) {
                throw new IllegalStateException(difference(part, language, reference, merged));
            }
            texts.put(language, new Texts(language, Map.copyOf(merged)));
        }
    }

    /**
     * Reads the bundle beside a class.
     *
     * @throws IllegalStateException when a language lacks a text that another has
     */
    public static MessageBundle nextTo(Class<?> part) {
        return new MessageBundle(part);
    }

    public Texts in(Language language) {
        Texts found = texts.get(language);
        if (found == null) {
            throw new IllegalStateException("no texts in " + language);
        }
        return found;
    }

    private static List<Class<?>> adaptersWithTexts() {
        List<Class<?>> owners = new ArrayList<>();
        for (ProviderType type : Providers.ALL) {
            if (type.provider().getResource(file(Language.EN)) != null) {
                owners.add(type.provider());
            }
        }
        for (PlatformType type : Platforms.ALL) {
            if (type.platform().getResource(file(Language.EN)) != null) {
                owners.add(type.platform());
            }
        }
        for (ChannelType type : ChatChannels.ALL) {
            if (type.channel().getResource(file(Language.EN)) != null) {
                owners.add(type.channel());
            }
        }
        return owners;
    }

    private static String file(Language language) {
        return "messages_" + language.tag().replace('-', '_') + ".properties";
    }

    private static Map<String, String> read(Class<?> part, Language language) {
        String name = file(language);
        try (InputStream in = part.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing: " + name + " beside " + part.getName());
            }
            Properties properties = new Properties();
            try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
            Map<String, String> read = new HashMap<>();
            properties.forEach((key, value) -> read.put((String) key, (String) value));
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String difference(
            Class<?> part, Language language, Map<String, String> reference, Map<String, String> merged) {
        TreeSet<String> missing = new TreeSet<>(reference.keySet());
        missing.removeAll(merged.keySet());
        TreeSet<String> extra = new TreeSet<>(merged.keySet());
        extra.removeAll(reference.keySet());
        return "texts of " + part.getName() + " in " + language.tag() + ": missing " + missing + ", only there "
                + extra;
    }
}
