package dev.tillgate.provider.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A simulator's book: JSON objects by key, oldest first. Kept in a file of lines, each written out before the change is
 * answered, so that a killed process forgets nothing that it has said; in memory only where there is no file. What is
 * got is a copy; only {@link #put} changes the book. Keys are {@code kind/id}; the oldest of a kind is forgotten when
 * there are too many.
 */
public final class JsonBook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LinkedHashMap<String, ObjectNode>> kinds = new LinkedHashMap<>();
    private final int mostOfAKind;
    private final @Nullable BufferedWriter journal;
    private boolean closed;

    private JsonBook(int mostOfAKind, @Nullable Path file) throws IOException {
        this.mostOfAKind = mostOfAKind;
        if (file == null) {
            journal = null;
            return;
        }
        read(file);
        journal = rewritten(file);
    }

    /**
     * Opens the book.
     *
     * @param folder where its file is, or null for memory only
     */
    public static JsonBook open(@Nullable Path folder, String name, int mostOfAKind) {
        try {
            if (folder == null) {
                return new JsonBook(mostOfAKind, null);
            }
            Files.createDirectories(folder);
            return new JsonBook(mostOfAKind, folder.resolve(name + ".jsonl"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Reads and changes several things as one step. */
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** A copy of the object, or null when there is none. */
    public @Nullable ObjectNode get(String kind, String id) {
        return locked(() -> {
            ObjectNode found = kinds.getOrDefault(kind, new LinkedHashMap<>()).get(id);
            return found == null ? null : found.deepCopy();
        });
    }

    /** Copies of all objects of a kind, oldest first. */
    public List<ObjectNode> all(String kind) {
        return locked(() -> {
            List<ObjectNode> copies = new ArrayList<>();
            kinds.getOrDefault(kind, new LinkedHashMap<>()).values().forEach(object -> copies.add(object.deepCopy()));
            return copies;
        });
    }

    /** Adds or replaces. */
    public void put(String kind, String id, ObjectNode object) {
        locked(() -> {
            LinkedHashMap<String, ObjectNode> sameKind = kinds.computeIfAbsent(kind, any -> new LinkedHashMap<>());
            sameKind.put(id, object.deepCopy());
            write(kind, id, object);
            if (sameKind.size() > mostOfAKind) {
                String oldest = sameKind.keySet().iterator().next();
                remove(kind, oldest);
            }
            return object;
        });
    }

    /** Forgets. */
    public void remove(String kind, String id) {
        locked(() -> {
            if (kinds.getOrDefault(kind, new LinkedHashMap<>()).remove(id) != null) {
                write(kind, id, null);
            }
            return kind;
        });
    }

    private void write(String kind, String id, @Nullable ObjectNode object) {
        if (journal == null || closed) {
            // What was under way when it was closed is as if the process had ended a moment earlier.
            return;
        }
        try {
            journal.write(line(kind, id, object));
            journal.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String line(String kind, String id, @Nullable ObjectNode object) {
        ObjectNode line = JSON.createObjectNode().put("kind", kind).put("id", id);
        line.set("object", object);
        return line + "\n";
    }

    private void read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.forEach(this::apply);
        }
    }

    private void apply(String text) {
        JsonNode line;
        try {
            line = JSON.readTree(text);
        } catch (JsonProcessingException cutOff) {
            return; // The last line of a process that was killed while it wrote.
        }
        LinkedHashMap<String, ObjectNode> sameKind =
                kinds.computeIfAbsent(line.path("kind").asText(), any -> new LinkedHashMap<>());
        if (line.get("object") instanceof ObjectNode object) {
            sameKind.put(line.path("id").asText(), object);
        } else {
            sameKind.remove(line.path("id").asText());
        }
    }

    /** The file without what was replaced since, so that it does not grow for ever. */
    private BufferedWriter rewritten(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (BufferedWriter writer = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, LinkedHashMap<String, ObjectNode>> kind : kinds.entrySet()) {
                for (Map.Entry<String, ObjectNode> object : kind.getValue().entrySet()) {
                    writer.write(line(kind.getKey(), object.getKey(), object.getValue()));
                }
            }
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            try {
                if (journal != null) {
                    journal.close();
                }
                return true;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}
