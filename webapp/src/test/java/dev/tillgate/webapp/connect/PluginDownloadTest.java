package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** A plugin that is handed out knows its gateway, and is otherwise what was built. */
class PluginDownloadTest {
    private static final String NAME = "tillgate-for-woocommerce";
    private static final LocalDateTime BUILT = LocalDateTime.of(2026, 11, 1, 0, 0);

    @Test
    void the_gateway_stands_beside_the_main_file_and_nothing_else_changes() throws IOException {
        PluginZip zip = PluginZip.of(NAME, packed(), URI.create("https://pay.example/gate"));

        Map<String, String> files = unpacked(zip.content());
        assertThat(files)
                .containsExactly(
                        Map.entry(NAME + "/", ""),
                        Map.entry(NAME + "/" + NAME + ".php", "<?php"),
                        Map.entry(NAME + "/gateway.json", "{\"gateway\":\"https://pay.example/gate\"}"));
    }

    @Test
    void the_same_gateway_gives_the_same_bytes_and_another_one_others() throws IOException {
        PluginZip one = PluginZip.of(NAME, packed(), URI.create("https://pay.example"));
        PluginZip same = PluginZip.of(NAME, packed(), URI.create("https://pay.example"));
        PluginZip other = PluginZip.of(NAME, packed(), URI.create("https://other.example"));

        assertThat(same.content()).isEqualTo(one.content());
        assertThat(same.hash()).isEqualTo(one.hash());
        assertThat(other.hash()).isNotEqualTo(one.hash());
    }

    @Test
    void a_build_without_the_plugin_has_nothing_to_hand_out() {
        assertThatThrownBy(() -> new DownloadResource(Optional.empty()).get(NAME + ".zip", null))
                .isInstanceOf(NotFoundException.class);
    }

    private static byte[] packed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String file : new String[] {NAME + "/", NAME + "/" + NAME + ".php"}) {
                ZipEntry entry = new ZipEntry(file);
                entry.setTimeLocal(BUILT);
                out.putNextEntry(entry);
                out.write((file.endsWith("/") ? "" : "<?php").getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> unpacked(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                assertThat(entry.getTimeLocal()).isEqualTo(BUILT);
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
