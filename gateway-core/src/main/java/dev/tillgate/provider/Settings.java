package dev.tillgate.provider;

import java.util.Map;

/** A provider account's settings, checked when they were saved. Never printed. */
public record Settings(Map<String, String> values) {
    public Settings {
        values = Map.copyOf(values);
    }

    /** @throws IllegalStateException when it is missing: it was not checked on save */
    public String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("provider setting missing: " + name);
        }
        return value;
    }

    public String getOr(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
