package dev.tillgate.boot;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What {@code java -jar tillgate.war} starts. It is compiled for Java 8, so that an older Java can at least be told
 * which one is needed; then it unpacks the archive's libraries below the data folder and hands over to them.
 */
public final class Start {

    private static final int OLDEST_JAVA = 21;
    private static final String MAIN = "dev.tillgate.webapp.boot.Launcher";
    private static final int WRONG_USE = 2;

    private Start() {}

    /** Hands over to the program, or says in one sentence why it cannot. */
    public static void main(String[] arguments) throws Exception {
        int java = javaVersion(System.getProperty("java.specification.version"));
        if (java < OLDEST_JAVA) {
            System.err.println("Tillgate needs Java " + OLDEST_JAVA + " or newer, but this is Java "
                    + System.getProperty("java.version") + " (" + System.getProperty("java.home")
                    + "). Start it with a newer one, for example: /path/to/jdk-25/bin/java -jar tillgate.war");
            System.exit(WRONG_USE);
        }
        Path application;
        try {
            application = unpacked(archive());
        } catch (IOException e) {
            System.err.println("Tillgate cannot unpack itself: " + e);
            System.exit(WRONG_USE);
            return;
        }
        // Closed by the end of the process: the program's classes come from it all the time.
        URLClassLoader loader = new URLClassLoader(
                classPath(application), ClassLoader.getSystemClassLoader().getParent());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            Class.forName(MAIN, true, loader).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }

    /** "1.8" is 8, "21" is 21. */
    static int javaVersion(String specification) {
        String version = specification.startsWith("1.") ? specification.substring(2) : specification;
        return Integer.parseInt(version);
    }

    private static Path archive() throws URISyntaxException {
        return Paths.get(
                Start.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The folder with the archive's WEB-INF; unpacked anew when the archive has changed. */
    private static Path unpacked(Path archive) throws IOException {
        if (Files.isDirectory(archive)) {
            return archive;
        }
        Path parent = dataFolder().resolve("program");
        String stamp = Long.toHexString(Files.size(archive)) + "-"
                + Long.toHexString(Files.getLastModifiedTime(archive).toMillis());
        Path target = parent.resolve(stamp);
        if (Files.isDirectory(target)) {
            return target;
        }
        Files.createDirectories(parent);
        Path fresh = Files.createTempDirectory(parent, "unpacking-");
        unpack(archive, fresh);
        deleteOthers(parent, fresh);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (entry.isDirectory() || !entry.getName().startsWith("WEB-INF/")) {
                    continue;
                }
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
    }

    /** What earlier versions left; a version that still runs keeps its open files. */
    private static void deleteOthers(Path parent, Path kept) {
        File[] others = parent.toFile().listFiles();
        for (File other : others == null ? new File[0] : others) {
            if (!other.toPath().equals(kept)) {
                delete(other);
            }
        }
    }

    private static void delete(File file) {
        File[] children = file.listFiles();
        for (File child : children == null ? new File[0] : children) {
            delete(child);
        }
        file.delete();
    }

    /** The same folder the settings name, read here in the plainest way. */
    private static Path dataFolder() throws IOException {
        String set = System.getenv("TILLGATE_DATA");
        String config = System.getProperty("tillgate.config", System.getenv("TILLGATE_CONFIG"));
        if ((set == null || set.trim().isEmpty()) && config != null && new File(config.trim()).isFile()) {
            Properties properties = new Properties();
            try (Reader reader = new InputStreamReader(new FileInputStream(config.trim()), StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
            set = properties.getProperty("data");
        }
        return Paths.get(set == null || set.trim().isEmpty() ? "data" : set.trim())
                .toAbsolutePath();
    }

    private static URL[] classPath(Path application) throws IOException {
        List<URL> urls = new ArrayList<>();
        Path inf = application.resolve("WEB-INF");
        urls.add(inf.resolve("classes").toUri().toURL());
        for (String folder : new String[] {"lib", "launcher"}) {
            File[] jars = inf.resolve(folder).toFile().listFiles();
            if (jars == null) {
                throw new IOException("the archive has no folder WEB-INF/" + folder);
            }
            Arrays.sort(jars);
            for (File jar : jars) {
                urls.add(jar.toURI().toURL());
            }
        }
        return urls.toArray(new URL[0]);
    }
}
