package dev.tillgate.webapp.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A language our pages speak. */
public enum Language {
    EN("en", Locale.ENGLISH),
    ZH_CN("zh-CN", Locale.SIMPLIFIED_CHINESE);

    private static final int LONGEST_HEADER = 400;

    private final String tag;
    private final Locale locale;

    Language(String tag, Locale locale) {
        this.tag = tag;
        this.locale = locale;
    }

    /** BCP 47 tag, as in {@code <html lang>}. */
    public String tag() {
        return tag;
    }

    /** For numbers and dates. */
    public Locale locale() {
        return locale;
    }

    /**
     * The language that fits a BCP 47 tag such as {@code zh-Hans-SG} or {@code en_GB}; any Chinese is closer to
     * Simplified Chinese than to English. Empty when there is none or the tag is missing or odd.
     */
    public static Optional<Language> of(@Nullable String anyTag) {
        if (anyTag == null) {
            return Optional.empty();
        }
        return switch (Locale.forLanguageTag(anyTag.replace('_', '-')).getLanguage()) {
            case "en" -> Optional.of(EN);
            case "zh" -> Optional.of(ZH_CN);
            default -> Optional.empty();
        };
    }

    /** The first fitting language of an {@code Accept-Language} header; empty when none fits or it cannot be read. */
    public static Optional<Language> accepted(@Nullable String header) {
        if (header == null || header.isBlank() || header.length() > LONGEST_HEADER) {
            return Optional.empty();
        }
        List<Locale.LanguageRange> ranges;
        try {
            ranges = Locale.LanguageRange.parse(header);
        } catch (IllegalArgumentException unreadable) {
            return Optional.empty();
        }
        return ranges.stream()
                .filter(range -> range.getWeight() > 0)
                .map(range -> of(range.getRange()))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
