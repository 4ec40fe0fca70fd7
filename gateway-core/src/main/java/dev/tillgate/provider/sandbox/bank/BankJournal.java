package dev.tillgate.provider.sandbox.bank;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bank's book on disk: one line for every change, the newest of a thing counts. Written through the operating
 * system before the bank answers, so that it survives {@code kill -9}; a last line that was cut off is dropped. It is
 * rewritten when most of it is history.
 */
final class BankJournal implements AutoCloseable {
    private static final int SHORT_ENOUGH = 50_000;
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final @Nullable Path file;
    private final BankAccounts accounts;
    // A stream, not a channel: a channel would be closed for all by the interruption of one.
    private @Nullable FileOutputStream out;
    private long lines;

    private BankJournal(@Nullable Path file, BankAccounts accounts) {
        this.file = file;
        this.accounts = accounts;
    }

    /** Forgets everything. */
    static BankJournal none() {
        return new BankJournal(null, new BankAccounts(""));
    }

    /** Reads what is in the folder into the book and goes on from there. */
    static BankJournal open(Path folder, BankBook book, BankAccounts accounts) {
        try {
            Files.createDirectories(folder);
            BankJournal journal = new BankJournal(folder.resolve("bank.journal"), accounts);
            journal.replay(book);
            journal.rewrite(book);
            book.keepIn(journal);
            return journal;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void write(BankCharge charge) {
        append('C', charge);
    }

    void write(BankOperation operation) {
        append('O', operation);
    }

    void write(BankBook.Notice notice) {
        append('N', notice);
    }

    void done(BankBook.Notice notice) {
        append('D', notice.id());
    }

    void writeGeneration(String account, int generation) {
        append('G', Map.of("account", account, "generation", generation));
    }

    void compactIfLong(BankBook book) {
        long live = book.charges().size()
                + book.operations().size()
                + book.notices().size();
        if (file != null && lines > SHORT_ENOUGH + 4 * live) {
            try {
                rewrite(book);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void replay(BankBook book) throws IOException {
        if (file == null || !Files.exists(file)) {
            return;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                replay(book, line);
            }
        }
    }

    private void replay(BankBook book, String line) {
        if (line.length() < 3) {
            return;
        }
        String json = line.substring(2);
        try {
            switch (line.charAt(0)) {
                case 'C' -> book.put(JSON.readValue(json, BankCharge.class));
                case 'O' -> book.put(JSON.readValue(json, BankOperation.class));
                case 'N' -> book.put(JSON.readValue(json, BankBook.Notice.class));
                case 'D' -> book.done(JSON.readValue(json, String.class));
                case 'G' -> {
                    Generation generation = JSON.readValue(json, Generation.class);
                    accounts.setGeneration(generation.account(), generation.generation());
                }
                default -> throw new IllegalStateException("unknown line in " + file);
            }
        } catch (JsonProcessingException cutOff) {
            // Only a write that was interrupted leaves half a line; its sender never got an answer.
        }
    }

    private void rewrite(BankBook book) throws IOException {
        if (file == null) {
            return;
        }
        Path fresh = file.resolveSibling("bank.journal.new");
        close();
        FileOutputStream rewritten = new FileOutputStream(fresh.toFile());
        out = rewritten;
        lines = 0;
        book.charges().forEach(this::write);
        book.operations().forEach(this::write);
        book.notices().forEach(this::write);
        accounts.generations().forEach(this::writeGeneration);
        rewritten.getFD().sync();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void append(char kind, Object value) {
        if (out == null) {
            return;
        }
        try {
            out.write((kind + " " + JSON.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8));
            lines++;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    private record Generation(String account, int generation) {}
}
