package dev.tillgate.provider.settlement;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Goes through what is packed in a file (zip, gzip, or nothing at all), a piece at a time and never beyond measure. */
final class Unpacked {
    /** Far more than the largest file that is taken; a packed one that grows beyond it means harm. */
    static final long MOST_BYTES = 4L << 30;

    private static final int MOST_MEMBERS = 100;
    private static final int BUFFER = 1 << 16;
    /** Names within Alipay's archives are not UTF-8; here they only have to be skipped without an error. */
    private static final Charset NAMES = Charset.forName("GBK");

    private Unpacked() {}

    /** Looks at one member; closing it is not the visitor's business. Answers whether to go on. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(InputStream member) throws IOException;
    }

    static void visit(InputStream file, Visitor visitor) throws IOException {
        BufferedInputStream whole = new BufferedInputStream(file, BUFFER);
        whole.mark(4);
        byte[] begin = whole.readNBytes(4);
        whole.reset();
        if (begins(begin, 'P', 'K')) {
            visitZip(new ZipInputStream(whole, NAMES), visitor);
        } else if (begins(begin, 0x1f, 0x8b)) {
            visitor.visit(new BufferedInputStream(new Limited(new GZIPInputStream(whole, BUFFER)), BUFFER));
        } else {
            visitor.visit(whole);
        }
    }

    private static void visitZip(ZipInputStream zip, Visitor visitor) throws IOException {
        Limited limited = new Limited(zip);
        for (int members = 0; members < MOST_MEMBERS; members++) {
            ZipEntry member = zip.getNextEntry();
            if (member == null) {
                return;
            }
            if (!member.isDirectory() && !visitor.visit(new BufferedInputStream(limited, BUFFER))) {
                return;
            }
        }
        throw new IOException("too many files in one archive");
    }

    private static boolean begins(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    private static final class Limited extends FilterInputStream {
        private long left = MOST_BYTES;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new IOException("unpacked it is beyond all measure");
            }
        }
    }
}
