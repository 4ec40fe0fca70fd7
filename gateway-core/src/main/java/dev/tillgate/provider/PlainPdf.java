package dev.tillgate.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Text as a PDF, for providers that take documents and no words: one size, one column, as many pages as it needs. Western
 * lines are set in Helvetica, others in the standard Chinese font that every PDF reader has or replaces (ISO 32000-1,
 * 9.7.5.2). The same text always gives the same bytes.
 */
public final class PlainPdf {
    private static final int LINES_A_PAGE = 60;
    private static final int WESTERN_WIDTH = 96;
    private static final int CHINESE_WIDTH = 48;
    private static final int MOST_PAGES = 40;

    /** What stands before the pages: catalog, list of pages, fonts. */
    private static final int FIXED_OBJECTS = 6;

    private PlainPdf() {}

    /** The document; what is beyond forty pages is left out. */
    public static byte[] of(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> wrap(line, lines));
        List<List<String>> pages = new ArrayList<>();
        for (int at = 0; at < Math.max(1, lines.size()) && pages.size() < MOST_PAGES; at += LINES_A_PAGE) {
            pages.add(lines.subList(Math.min(at, lines.size()), Math.min(at + LINES_A_PAGE, lines.size())));
        }
        List<String> objects = new ArrayList<>();
        objects.add("<< /Type /Catalog /Pages 2 0 R >>");
        StringBuilder kids = new StringBuilder();
        for (int page = 0; page < pages.size(); page++) {
            kids.append(FIXED_OBJECTS + 1 + 2 * page).append(" 0 R ");
        }
        objects.add("<< /Type /Pages /Count " + pages.size() + " /Kids [ " + kids + "] >>");
        objects.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        objects.add("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
                + " /DescendantFonts [ 5 0 R ] >>");
        objects.add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 6 0 R"
                + " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>");
        objects.add("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [ -25 -254 1000 880 ]"
                + " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>");
        for (List<String> page : pages) {
            objects.add("<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents " + (objects.size() + 2)
                    + " 0 R /Resources << /Font << /W 3 0 R /C 4 0 R >> >> >>");
            String content = content(page);
            objects.add("<< /Length " + content.length() + " >>\nstream\n" + content + "\nendstream");
        }
        return written(objects);
    }

    private static void wrap(String line, List<String> lines) {
        int width = isWestern(line) ? WESTERN_WIDTH : CHINESE_WIDTH;
        int at = 0;
        do {
            int end = at;
            for (int i = 0; i < width && end < line.length(); i++) {
                end = line.offsetByCodePoints(end, 1);
            }
            int space = end < line.length() ? line.lastIndexOf(' ', end) : -1;
            int cut = space > at ? space : end;
            lines.add(line.substring(at, cut));
            at = cut < line.length() && line.charAt(cut) == ' ' ? cut + 1 : cut;
        } while (at < line.length());
    }

    /** Twelve points from line to line, from the top left. */
    private static String content(List<String> lines) {
        StringBuilder content = new StringBuilder("BT 50 792 Td 12 TL");
        for (String line : lines) {
            boolean western = isWestern(line);
            byte[] bytes = western
                    ? line.getBytes(windows())
                    : line.replaceAll("[^\\u0020-\\uD7FF\\uE000-\\uFFFD]", "?").getBytes(StandardCharsets.UTF_16BE);
            content.append('\n')
                    .append(western ? "/W 9 Tf <" : "/C 9 Tf <")
                    .append(HexFormat.of().formatHex(bytes))
                    .append("> Tj T*");
        }
        return content.append("\nET").toString();
    }

    private static boolean isWestern(String line) {
        CharsetEncoder encoder = windows().newEncoder();
        return line.chars().allMatch(c -> c >= ' ') && encoder.canEncode(line);
    }

    private static Charset windows() {
        return Charset.forName("windows-1252");
    }

    private static byte[] written(List<String> objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringBuilder table = new StringBuilder("0000000000 65535 f \n");
        out.writeBytes(ascii("%PDF-1.4\n"));
        for (int i = 0; i < objects.size(); i++) {
            String offset = Integer.toString(out.size());
            table.append("0".repeat(10 - offset.length())).append(offset).append(" 00000 n \n");
            out.writeBytes(ascii((i + 1) + " 0 obj\n" + objects.get(i) + "\nendobj\n"));
        }
        int start = out.size();
        int count = objects.size() + 1;
        out.writeBytes(ascii("xref\n0 " + count + "\n" + table + "trailer\n<< /Size " + count
                + " /Root 1 0 R >>\nstartxref\n" + start + "\n%%EOF\n"));
        return out.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
