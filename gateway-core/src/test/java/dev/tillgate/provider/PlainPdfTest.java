package dev.tillgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A document of plain text: every object stands where the table says, and every line is in it. */
class PlainPdfTest {
    @Test
    void every_object_stands_where_the_table_says() {
        String pdf = text(PlainPdf.of("Paid: €12.30\n茶 Tea (two)\n" + "x ".repeat(300)));
        Matcher start = Pattern.compile("startxref\n(\\d+)\n%%EOF\n$").matcher(pdf);
        assertThat(start.find()).isTrue();
        String table = pdf.substring(Integer.parseInt(start.group(1)));
        assertThat(table).startsWith("xref\n0 9\n0000000000 65535 f \n");
        Matcher entry = Pattern.compile("(\\d{10}) 00000 n ").matcher(table);
        int objects = 0;
        while (entry.find()) {
            objects++;
            assertThat(pdf.substring(Integer.parseInt(entry.group(1)))).startsWith(objects + " 0 obj\n");
        }
        assertThat(objects).isEqualTo(8);
    }

    @Test
    void western_lines_and_chinese_ones_are_both_there() {
        String pdf = text(PlainPdf.of("Paid: €12.30\n茶 Tea"));
        byte[] western = {'P', 'a', 'i', 'd', ':', ' ', (byte) 0x80, '1', '2', '.', '3', '0'};
        assertThat(pdf)
                .contains("/W 9 Tf <" + HexFormat.of().formatHex(western) + "> Tj")
                .contains("/C 9 Tf <" + HexFormat.of().formatHex("茶 Tea".getBytes(StandardCharsets.UTF_16BE)) + "> Tj");
    }

    @Test
    void long_texts_go_over_pages_and_end_somewhere() {
        assertThat(text(PlainPdf.of("line\n".repeat(121)))).contains("/Count 3 ");
        assertThat(text(PlainPdf.of("line\n".repeat(100_000)))).contains("/Count 40 ");
        assertThat(text(PlainPdf.of(""))).contains("/Count 1 ");
    }

    private static String text(byte[] pdf) {
        return new String(pdf, StandardCharsets.ISO_8859_1);
    }
}
