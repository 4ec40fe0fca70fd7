package dev.tillgate.sql;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** The embedded server's only account, generated at installation and kept in a file only its owner can read. */
record MariaDbAccount(String user, String password) {

    /** Reads the account, or makes one when there is no database yet. */
    static MariaDbAccount in(Path file, boolean installed) throws IOException {
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            return new MariaDbAccount(properties.getProperty("user", ""), properties.getProperty("password", ""));
        }
        if (installed) {
            throw new IOException("The password of the embedded database is missing: " + file
                    + ". Restore this file from your backup; the data cannot be opened without it.");
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        MariaDbAccount account = new MariaDbAccount("tillgate", HexFormat.of().formatHex(random));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "user=" + account.user + "\npassword=" + account.password + "\n",
                StandardOpenOption.SYNC,
                StandardOpenOption.WRITE);
        return account;
    }

    @Override
    public String toString() {
        return "MariaDbAccount[" + user + "]";
    }
}
