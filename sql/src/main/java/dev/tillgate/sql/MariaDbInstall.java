package dev.tillgate.sql;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes an empty data folder with one account. It appears under its name only when it is complete, so that a process
 * killed halfway leaves nothing that looks like a database.
 */
final class MariaDbInstall {

    private MariaDbInstall() {}

    static void install(EngineFiles engine, Path home, MariaDbAccount account, Consumer<String> progress)
            throws IOException {
        progress.accept("Creating an empty database (once)");
        removeLeftovers(home);
        Path fresh = Files.createTempDirectory(home, "database.new-");
        Path log = home.resolve("database.log");
        List<String> command = new ArrayList<>(List.of(engine.program().toString(), "--no-defaults", "--bootstrap"));
        command.addAll(MariaDbProcess.commonArguments(engine, fresh));
        command.addAll(List.of(
                "--enforce-storage-engine=",
                "--max-allowed-packet=8M",
                "--innodb-buffer-pool-size=32M",
                "--innodb-log-file-size=16M"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (BufferedWriter input = process.outputWriter(StandardCharsets.UTF_8)) {
            writeScript(engine, account, input);
        } catch (IOException e) {
            throw failed(process, log, e);
        }
        if (waitFor(process) != 0) {
            throw failed(process, log, null);
        }
        Files.move(fresh, home.resolve("database"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** One statement per line is what the server's bootstrap mode reads. */
    private static void writeScript(EngineFiles engine, MariaDbAccount account, BufferedWriter input)
            throws IOException {
        input.write("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
        for (Path script : engine.installScripts()) {
            for (String line : Files.readAllLines(script)) {
                if (!line.contains("@current_hostname")) {
                    input.write(line);
                    input.write('\n');
                }
            }
        }
        // The account's name and password are our own hexadecimal digits.
        String grantee = "'" + account.user() + "'@'127.0.0.1'";
        input.write("FLUSH PRIVILEGES;\n");
        input.write("DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys';\n");
        input.write("FLUSH PRIVILEGES;\n");
        input.write("CREATE USER " + grantee + " IDENTIFIED BY '" + account.password() + "';\n");
        input.write("GRANT ALL PRIVILEGES ON *.* TO " + grantee + ";\n");
    }

    private static IOException failed(Process process, Path log, @org.jspecify.annotations.Nullable IOException cause)
            throws IOException {
        process.destroy();
        waitFor(process);
        return new IOException("The database could not be created. " + MariaDbProcess.lastWords(log, 0), cause);
    }

    private static int waitFor(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while creating the database", e);
        }
    }

    private static void removeLeftovers(Path home) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> children = Files.list(home)) {
            leftovers = children.filter(child -> child.getFileName().toString().startsWith("database.new-"))
                    .toList();
        }
        for (Path leftover : leftovers) {
            EngineFiles.deleteTree(leftover);
        }
    }
}
