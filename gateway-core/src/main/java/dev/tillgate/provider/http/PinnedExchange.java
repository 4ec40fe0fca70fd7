package dev.tillgate.provider.http;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.NotSentException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP to addresses that a merchant typed in, such as callback URLs. The name is resolved once, every address is put
 * to the {@link AddressRule}, and the connection goes to exactly those: the JDK's client resolves by itself and cannot
 * be told so, hence plain sockets. One connection per call, no redirect, and a deadline over everything.
 *
 * <p>Waits in blocking calls: call it on virtual threads.
 */
public final class PinnedExchange implements Exchange, AutoCloseable {
    private final HttpLimits limits;
    private final AddressRule rule;
    private final ScheduledThreadPoolExecutor deadlines;
    private final SSLSocketFactory tls;

    public PinnedExchange(HttpLimits limits, AddressRule rule) {
        this(limits, rule, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    PinnedExchange(HttpLimits limits, AddressRule rule, SSLSocketFactory tls) {
        this.tls = tls;
        this.limits = limits;
        this.rule = rule;
        this.deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("exchange-deadlines").factory());
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        Target target = target(ask);
        byte[] head = HttpMessage.head(ask, target.uri());
        InetAddress[] addresses = allowed(target.host());
        try (Socket socket = connected(addresses, target)) {
            AtomicBoolean timeUp = new AtomicBoolean();
            ScheduledFuture<?> deadline = deadline(socket, timeUp);
            try {
                return talk(socket, target, head, ask);
            } catch (NotSentException notSent) {
                throw notSent;
            } catch (IOException failed) {
                throw timeUp.get()
                        ? new IOException(
                                "no whole answer within " + limits.answer().toMillis() + " ms", failed)
                        : failed;
            } finally {
                deadline.cancel(false);
            }
        }
    }

    private ScheduledFuture<?> deadline(Socket socket, AtomicBoolean timeUp) throws NotSentException {
        try {
            return deadlines.schedule(
                    () -> close(socket, timeUp), limits.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            throw new NotSentException("shutting down", closed);
        }
    }

    private Answer talk(Socket socket, Target target, byte[] head, Ask ask) throws IOException {
        Socket line;
        try {
            line = target.secure() ? handshaken(socket, target) : socket;
        } catch (IOException failed) {
            throw new NotSentException("no secure connection", failed);
        }
        try (line) {
            line.getOutputStream().write(head);
            line.getOutputStream().write(ask.body());
            line.getOutputStream().flush();
            return HttpMessage.read(line.getInputStream(), ask.method(), limits.answerBytes());
        }
    }

    private Target target(Ask ask) throws NotSentException {
        URI uri;
        try {
            uri = new URI(ask.url());
        } catch (URISyntaxException unusable) {
            throw new NotSentException("not a URL", unusable);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !(limits.plainHttp() && scheme.equals("http"))) {
            throw new NotSentException("only https is allowed");
        }
        String host = uri.getHost();
        if (host == null || host.isEmpty() || uri.getRawUserInfo() != null) {
            throw new NotSentException("a URL with a plain host is expected");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Target(uri, name, port, secure);
    }

    private InetAddress[] allowed(String host) throws NotSentException {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new NotSentException("host name not found", unknown);
        }
        for (InetAddress address : addresses) {
            if (!rule.allows(address)) {
                throw new NotSentException("address not allowed: the host is not on the public internet");
            }
        }
        return addresses;
    }

    private Socket connected(InetAddress[] addresses, Target target) throws IOException {
        IOException last = new UnknownHostException(target.host());
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, target.port()), (int)
                        limits.connect().toMillis());
                return socket;
            } catch (InterruptedIOException stopped) {
                last = stopped;
                socket.close();
            } catch (IOException failed) {
                last = failed;
                socket.close();
            }
        }
        throw new NotSentException("no connection", last);
    }

    private SSLSocket handshaken(Socket socket, Target target) throws IOException {
        // The name, not the address, is what the certificate must be for and what the server is asked for.
        SSLSocket line = (SSLSocket) tls.createSocket(socket, target.host(), target.port(), true);
        SSLParameters parameters = line.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        line.setSSLParameters(parameters);
        line.startHandshake();
        return line;
    }

    private static void close(Socket socket, AtomicBoolean timeUp) {
        timeUp.set(true);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
    }

    private record Target(URI uri, String host, int port, boolean secure) {}
}
