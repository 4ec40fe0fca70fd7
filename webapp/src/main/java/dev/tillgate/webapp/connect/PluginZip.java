package dev.tillgate.webapp.connect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A plugin as this gateway hands it out: packed as it was built, and knowing where its gateway is by a file
 * {@code gateway.json} beside its main file, so that nobody has to type an address.
 *
 * @param content never changed
 * @param hash SHA-256 of the content, hex
 */
public record PluginZip(String name, byte[] content, String hash) {
    private static final String FILE = "gateway.json";

    /** @param name of the plugin, its folder in the archive and the file */
    public static PluginZip of(String name, byte[] packed, URI gateway) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(packed.length + 512);
            try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(packed));
                    ZipOutputStream out = new ZipOutputStream(bytes)) {
                ZipEntry last = null;
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    ZipEntry copy = new ZipEntry(entry.getName());
                    copy.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(copy);
                    in.transferTo(out);
                    out.closeEntry();
                    last = entry;
                }
                ZipEntry ours = new ZipEntry(name + "/" + FILE);
                if (last != null) {
                    ours.setTimeLocal(last.getTimeLocal());
                }
                out.putNextEntry(ours);
                out.write(JsonMapper.builder().build().writeValueAsBytes(Map.of("gateway", gateway.toString())));
                out.closeEntry();
            }
            return new PluginZip(name, bytes.toByteArray(), sha256(bytes.toByteArray()));
        } catch (IOException broken) {
            throw new UncheckedIOException("the packed plugin cannot be read", broken);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
