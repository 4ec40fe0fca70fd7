package dev.tillgate.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/** Many open event streams on one thread, each waiting for one word. */
final class Listeners implements AutoCloseable {
    private static final int KEPT = 64;

    private final byte[] word;
    private final Selector selector = Selector.open();
    private final ConcurrentLinkedQueue<Stream> fresh = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray heardAt;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    Listeners(int most, String word) throws IOException {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        this.heardAt = new AtomicLongArray(most);
        this.thread = Thread.ofPlatform().name("listeners").start(this::listen);
    }

    private record Stream(int number, SocketChannel channel, ByteBuffer last) {}

    /** Opens stream {@code number}, which must be answered with 200. */
    void listen(int number, URI server, String request) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer head = ByteBuffer.allocate(12);
        while (head.hasRemaining()) {
            if (channel.read(head) < 0) {
                throw new EOFException("stream " + number + " was ended");
            }
        }
        String status = new String(head.array(), StandardCharsets.US_ASCII);
        if (!status.endsWith(" 200")) {
            throw new IOException("stream " + number + " is answered " + status);
        }
        channel.configureBlocking(false);
        fresh.add(new Stream(number, channel, ByteBuffer.allocate(KEPT)));
        open.incrementAndGet();
        selector.wakeup();
    }

    /** How many are open. */
    int open() {
        return open.get();
    }

    /** How many have heard the word. */
    int heard() {
        return heard.get();
    }

    /** When stream {@code number} heard the word, in nanoseconds, or 0. */
    long heardAt(int number) {
        return heardAt.get(number);
    }

    private void listen() {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (running) {
                selector.select(200);
                for (Stream stream = fresh.poll(); stream != null; stream = fresh.poll()) {
                    stream.channel().register(selector, SelectionKey.OP_READ, stream);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key, (Stream) key.attachment(), buffer);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(SelectionKey key, Stream stream, ByteBuffer buffer) throws IOException {
        buffer.clear();
        stream.last().flip();
        buffer.put(stream.last());
        int read = stream.channel().read(buffer);
        long now = System.nanoTime();
        if (read < 0) {
            key.cancel();
            stream.channel().close();
            open.decrementAndGet();
            return;
        }
        buffer.flip();
        if (heardAt.get(stream.number()) == 0 && contains(buffer)) {
            heardAt.set(stream.number(), now);
            heard.incrementAndGet();
        }
        stream.last().clear();
        buffer.position(Math.max(0, buffer.limit() - word.length));
        stream.last().put(buffer);
    }

    private boolean contains(ByteBuffer buffer) {
        for (int from = 0; from + word.length <= buffer.limit(); from++) {
            int i = 0;
            while (i < word.length && buffer.get(from + i) == word[i]) {
                i++;
            }
            if (i == word.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws Exception {
        running = false;
        selector.wakeup();
        thread.join();
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
