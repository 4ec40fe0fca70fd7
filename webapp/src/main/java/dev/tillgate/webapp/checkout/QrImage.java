package dev.tillgate.webapp.checkout;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/**
 * A QR code as one SVG path, so that a page can hold it without an image request and print it sharply.
 *
 * @param size modules on a side, with the quiet zone of four that scanners need
 * @param path the dark modules, one unit each
 */
public record QrImage(int size, String path) {

    private static final int QUIET = 4;
    private static final Map<EncodeHintType, String> UTF_8 = Map.of(EncodeHintType.CHARACTER_SET, "UTF-8");

    /** Encodes text with medium error correction.
     *
     * @throws IllegalArgumentException when the content does not fit into a QR code */
    public static QrImage of(String content) {
        ByteMatrix modules;
        try {
            modules = Encoder.encode(content, ErrorCorrectionLevel.M, isAscii(content) ? Map.of() : UTF_8)
                    .getMatrix();
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException("does not fit into a QR code", tooLong);
        }
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < modules.getHeight(); y++) {
            appendRow(path, modules, y);
        }
        return new QrImage(modules.getWidth() + 2 * QUIET, path.toString());
    }

    /** Plain text needs no mark of its character set, and some scanners stumble over one. */
    private static boolean isAscii(String content) {
        return content.chars().allMatch(c -> c < 128);
    }

    private static void appendRow(StringBuilder path, ByteMatrix modules, int y) {
        int x = 0;
        while (x < modules.getWidth()) {
            int start = x;
            while (x < modules.getWidth() && modules.get(x, y) == 1) {
                x++;
            }
            if (x > start) {
                path.append('M').append(start + QUIET).append(' ').append(y + QUIET);
                path.append('h')
                        .append(x - start)
                        .append("v1h-")
                        .append(x - start)
                        .append('z');
            } else {
                x++;
            }
        }
    }
}
