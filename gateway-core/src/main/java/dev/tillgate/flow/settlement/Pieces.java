package dev.tillgate.flow.settlement;

import java.io.OutputStream;
import java.util.Arrays;

/** Cuts what is written into pieces of one size, the last one shorter, and hands each on. */
final class Pieces extends OutputStream {
    private final byte[] piece;
    private final Taker taker;
    private int filled;
    private int number;

    /** Takes a piece; numbers count from 0. */
    @FunctionalInterface
    interface Taker {
        void take(int number, byte[] piece);
    }

    Pieces(int size, Taker taker) {
        this.piece = new byte[size];
        this.taker = taker;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            int some = Math.min(length - done, piece.length - filled);
            System.arraycopy(bytes, from + done, piece, filled, some);
            filled += some;
            done += some;
            if (filled == piece.length) {
                hand();
            }
        }
    }

    @Override
    public void close() {
        if (filled > 0) {
            hand();
        }
    }

    private void hand() {
        taker.take(number++, Arrays.copyOf(piece, filled));
        filled = 0;
    }
}
