package dev.tillgate.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plugin for WooCommerce, in PHP: its own tests are run, every file is read by PHP, and what WordPress asks of plugins
 * is kept. Needs {@code php}; without it these are skipped, but not with {@code CI=true}.
 */
class PluginTest {
    private static final Path HOME = Path.of("plugins", "woocommerce");
    private static final Path PLUGIN = HOME.resolve("tillgate-for-woocommerce");
    private static final Pattern TEXT =
            Pattern.compile("(?:\\b__|_e|esc_html__|esc_html_e|esc_attr__)\\( '((?:[^'\\\\]|\\\\.)*)'");

    @Test
    void its_own_tests_hold() throws Exception {
        String said = php(
                "-d",
                "error_reporting=E_ALL",
                HOME.resolve("tests").resolve("run.php").toString());
        assertThat(said).containsPattern("\\d+ tests, \\d+ facts");
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
        Optional<Path> php = Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "php"))
                .filter(Files::isExecutable)
                .findFirst();
        if (php.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("the plugin's tests need php");
        }
        assumeTrue(php.isPresent(), "skipped: the plugin's tests need php");
        List<String> command = Stream.concat(Stream.of(php.get().toString()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        }
    }
}
