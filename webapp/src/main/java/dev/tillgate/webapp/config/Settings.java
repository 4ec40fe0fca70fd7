package dev.tillgate.webapp.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has set, checked and typed. Read from {@code TILLGATE_*} environment variables and from one
 * properties file, whose path is in {@code TILLGATE_CONFIG} or {@code -Dtillgate.config}; the environment wins. An
 * empty value counts as not set.
 */
public final class Settings {

    static final String VARIABLE_PREFIX = "TILLGATE_";
    private static final String FILE_VARIABLE = "TILLGATE_CONFIG";
    private static final String FILE_PROPERTY = "tillgate.config";

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads this process's environment and the file it names. */
    public static Settings load() {
        return load(System.getenv(), System.getProperty(FILE_PROPERTY));
    }

    /**
     * Reads the given environment, and the file named by {@code file} or else by the environment.
     *
     * @throws InvalidSettings naming everything that is wrong, not only the first thing
     */
    public static Settings load(Map<String, String> environment, @Nullable String file) {
        List<String> problems = new ArrayList<>();
        String path = file == null ? environment.getOrDefault(FILE_VARIABLE, "") : file;
        Map<String, Given> given = new HashMap<>();
        if (!path.isBlank()) {
            readFile(Path.of(path), given, problems);
        }
        readEnvironment(environment, given, problems);
        Map<String, Object> values = new HashMap<>();
        for (Key<?> key : Keys.ALL) {
            Given text = given.getOrDefault(key.name(), new Given(key.variable(), key.initial()));
            try {
                values.put(key.name(), key.parser().parse(text.value));
            } catch (IllegalArgumentException e) {
                problems.add(text.origin + " " + reason(e) + " (expected: " + key.form() + ")");
            }
        }
        Settings settings = new Settings(values);
        if (problems.isEmpty()) {
            settings.checkTogether(problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return settings;
    }

    /** The value of a key: what was set, or its default. */
    @SuppressWarnings("unchecked") // put there by the same key's parser
    public <T> T get(Key<T> key) {
        Object value = values.get(key.name());
        if (value == null) {
            throw new IllegalArgumentException("not a key of the table: " + key.name());
        }
        return (T) value;
    }

    /** The same settings with one value replaced: for what is only known later, such as a port the system chose. */
    public <T> Settings with(Key<T> key, T value) {
        Map<String, Object> changed = new HashMap<>(values);
        changed.put(key.name(), value);
        return new Settings(changed);
    }

    /** All settings as text, secrets masked; safe to log. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        for (Key<?> key : Keys.ALL) {
            Object value = get(key);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> shown.put(key.name(), key.secret() ? "***" : shownValue(key, present)));
            } else {
                shown.put(key.name(), key.secret() ? "***" : value.toString());
            }
        }
        return shown.toString();
    }

    private static String shownValue(Key<?> key, Object value) {
        // A JDBC URL may carry a password among its parameters.
        return key.equals(Keys.DB_URL) ? value.toString().replaceFirst("\\?.*", "?***") : value.toString();
    }

    private void checkTogether(List<String> problems) {
        if (get(Keys.DB_URL).isPresent() && get(Keys.MASTER_KEY).isEmpty()) {
            problems.add(Keys.MASTER_KEY.variable() + " is needed with your own database, because every node must use"
                    + " the same key; \"openssl rand -base64 32\" makes one. Keep it: stored credentials cannot be"
                    + " read without it");
        }
    }

    /** A text and where it came from, for error messages. */
    private record Given(String origin, String value) {}

    private static void readFile(Path file, Map<String, Given> given, List<String> problems) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("The configuration file " + file + " cannot be read: " + e);
            return;
        }
        for (String name : properties.stringPropertyNames()) {
            if (Keys.ALL.stream().noneMatch(key -> key.name().equals(name))) {
                problems.add(unknown(name, Keys.ALL.stream().map(Key::name).toList()) + " in " + file);
                continue;
            }
            String value = properties.getProperty(name).strip();
            if (!value.isEmpty()) {
                given.put(name, new Given(name + " in " + file, value));
            }
        }
    }

    private static void readEnvironment(
            Map<String, String> environment, Map<String, Given> given, List<String> problems) {
        List<String> known = Keys.ALL.stream().map(Key::variable).toList();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(VARIABLE_PREFIX) || name.equals(FILE_VARIABLE)) {
                continue;
            }
            if (!known.contains(name)) {
                problems.add(unknown(name, known) + " in the environment");
            }
            String value = variable.getValue().strip();
            if (!value.isEmpty()) {
                Keys.ALL.stream()
                        .filter(key -> key.variable().equals(name))
                        .forEach(key -> given.put(key.name(), new Given(name, value)));
            }
        }
    }

    private static String unknown(String name, List<String> known) {
        return Nearest.to(name, known)
                .map(nearest -> "Unknown setting " + name + " (did you mean " + nearest + "?)")
                .orElse("Unknown setting " + name);
    }

    /** Only our own parsers' words are repeated; what the JDK says may contain the value. */
    private static String reason(IllegalArgumentException problem) {
        return problem instanceof BadValue ours ? ours.reason() : "is not valid";
    }
}
