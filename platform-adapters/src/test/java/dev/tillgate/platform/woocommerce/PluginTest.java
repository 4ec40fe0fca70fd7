package dev.tillgate.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.sql.Database;
import dev.tillgate.sql.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plugin for WooCommerce, in PHP: its own tests are run (many processes at once, on a real database), every file is
 * read by PHP, and what WordPress asks of plugins is kept. Needs {@code php} with {@code mysqli}; without it these are
 * skipped, but not with {@code CI=true}.
 */
class PluginTest {
    private static final Path HOME = Path.of("plugins", "woocommerce");
    private static final Path PLUGIN = HOME.resolve("tillgate-for-woocommerce");
    private static final Pattern TEXT =
            Pattern.compile("(?:\\b__|_e|esc_html__|esc_html_e|esc_attr__)\\( '((?:[^'\\\\]|\\\\.)*)'");

    private static final Pattern SERVER = Pattern.compile("//([^:/]+):([0-9]+)/([^?]+)");
    private static final int MOST_LINES = 400;

    @Test
    void its_own_tests_hold() throws Exception {
        assumeOrFail(php("-m").contains("mysqli"), "php's mysqli");
        try (TestDatabase schema = TestDatabase.openEmpty()) {
            Database database = schema.database();
            Matcher server = SERVER.matcher(database.url());
            assertThat(server.find()).isTrue();
            String where = String.join(
                    ":", server.group(1), server.group(2), database.user(), database.password(), server.group(3));
            String tests = HOME.resolve("tests").resolve("run.php").toString();
            String said = run(Map.of("TILLGATE_TEST_DB", where), php(), "-d", "error_reporting=E_ALL", tests);
            assertThat(said).containsPattern("\\d+ tests, \\d+ facts, database: MariaDB");
        }
    }

    @Test
    void no_file_is_longer_than_one_reads_at_once() throws IOException {
        try (Stream<Path> all = Files.walk(HOME)) {
            for (Path file :
                    all.filter(file -> file.toString().endsWith(".php")).toList()) {
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_is_read_by_php_and_does_nothing_when_it_is_called_by_itself(Path file) throws Exception {
        assertThat(php("-l", file.toString())).contains("No syntax errors");
        assertThat(Files.readString(file))
                .containsPattern("defined\\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \\) \\|\\| exit;")
                .as("WordPress's own way out, no other")
                .doesNotContainPattern("\\bcurl_|\\beval\\(|localhost|127\\.0\\.0\\.1|var_dump|print_r");
    }

    @Test
    void every_text_is_there_in_chinese_too() throws IOException {
        String texts = Files.readString(PLUGIN.resolve("languages/tillgate-for-woocommerce-zh_CN.po"));
        for (Path file : files().toList()) {
            Matcher text = TEXT.matcher(Files.readString(file));
            while (text.find()) {
                assertThat(texts)
                        .as(file.toString())
                        .contains("msgid \"" + text.group(1).replace("\\'", "'") + "\"");
            }
        }
        assertThat(texts).doesNotContain("msgstr \"\"\n\n");
        assertThat(PLUGIN.resolve("languages/tillgate-for-woocommerce-zh_CN.mo"))
                .isNotEmptyFile();
    }

    @Test
    void header_and_readme_agree() throws IOException {
        String main = Files.readString(PLUGIN.resolve("tillgate-for-woocommerce.php"));
        String readme = Files.readString(PLUGIN.resolve("readme.txt"));
        assertThat(found("Version: (\\S+)", main)).isEqualTo(found("Stable tag: (\\S+)", readme));
        assertThat(found("TILLGATE_WC_VERSION', '(\\S+)'", main)).isEqualTo(found("Version: (\\S+)", main));
        assertThat(found("Requires at least: (\\S+)", main)).isEqualTo(found("Requires at least: (\\S+)", readme));
        assertThat(found("Requires PHP: (\\S+)", main)).isEqualTo(found("Requires PHP: (\\S+)", readme));
        assertThat(readme).contains("== External services ==");
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(PLUGIN)) {
            return all.filter(file -> file.toString().endsWith(".php")).sorted().toList().stream();
        }
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String php(String... arguments) throws IOException, InterruptedException {
        return run(
                Map.of(), Stream.concat(Stream.of(php()), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String php() {
        Optional<Path> php = Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "php"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeOrFail(php.isPresent(), "php");
        return php.orElseThrow().toString();
    }

    private static void assumeOrFail(boolean there, String tool) {
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the plugin's tests need " + tool);
        }
        assumeTrue(there, "skipped: the plugin's tests need " + tool);
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        }
    }
}
