package dev.tillgate.webapp.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The key under which credentials are stored: the one the operator has set, or one generated at the first start and
 * kept in {@code <data>/master.key}, readable by its owner only.
 */
public final class MasterKey {

    private MasterKey() {}

    /** The 32 bytes. */
    public static byte[] of(Settings settings) throws IOException {
        Optional<byte[]> set = settings.get(Keys.MASTER_KEY);
        if (set.isPresent()) {
            return set.get().clone();
        }
        Path file = Files.createDirectories(settings.get(Keys.DATA)).resolve("master.key");
        if (!Files.exists(file)) {
            generate(file);
        }
        try {
            return Parse.key(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("The key in " + file + " " + e.getMessage(), e);
        }
    }

    private static void generate(Path file) throws IOException {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        // Complete before it has its name: a process killed here must not leave half a key.
        Path fresh =
                file.resolveSibling("master.key.new-" + ProcessHandle.current().pid());
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh,
                Base64.getEncoder().encodeToString(key) + "\n",
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            return; // another process was faster; its key holds
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
