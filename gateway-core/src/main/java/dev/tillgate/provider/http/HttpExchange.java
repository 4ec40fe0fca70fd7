package dev.tillgate.provider.http;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.NotSentException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to providers, with pooled connections. Waits without holding a platform thread when called on a virtual one, so
 * that hundreds of slow calls may be under way. Follows no redirect, keeps no cookie, repeats nothing.
 */
public final class HttpExchange implements Exchange, AutoCloseable {
    private final HttpLimits limits;
    private final ExecutorService executor;
    private final HttpClient client;
    private volatile boolean closed;

    public HttpExchange(HttpLimits limits) {
        this.limits = limits;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
        // HTTP/1.1: one call per connection, so that trouble of one cannot be taken for trouble of another.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        HttpRequest request = request(ask);
        if (closed) {
            throw new NotSentException("shutting down");
        }
        CompletableFuture<HttpResponse<byte[]>> call =
                client.sendAsync(request, info -> new BoundedBody(limits.answerBytes()));
        HttpResponse<byte[]> response = await(call);
        return new Answer(response.statusCode(), response.headers().map(), response.body());
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> call) throws IOException {
        try {
            return call.get(limits.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw classified(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException late) {
            call.cancel(true);
            throw new IOException("no whole answer within " + limits.answer().toMillis() + " ms", late);
        } catch (InterruptedException stopped) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for the answer");
        }
    }

    private HttpRequest request(Ask ask) throws NotSentException {
        try {
            HttpRequest.Builder builder = HttpRequest.newBuilder(usable(ask.url()))
                    .method(
                            ask.method(),
                            ask.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(ask.body()));
            ask.headers().forEach(builder::header);
            return builder.build();
        } catch (IllegalArgumentException | URISyntaxException unusable) {
            throw new NotSentException("the request cannot be sent as it is", unusable);
        }
    }

    private URI usable(String url) throws URISyntaxException, NotSentException {
        URI uri = new URI(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(limits.plainHttp() && scheme.equals("http"))) {
            throw new NotSentException("only https is allowed");
        }
        return uri;
    }

    /**
     * Only what happened while the connection was being made is surely not sent. A handshake that failed because we do
     * not trust the other side's certificate belongs to it: our request follows only after a good handshake.
     */
    private static IOException classified(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnresolvedAddressException) {
                return new NotSentException("no connection: " + cause.getClass().getSimpleName(), failure);
            }
            if (cause instanceof CertificateException) {
                return new NotSentException("certificate not trusted", failure);
            }
        }
        return failure instanceof IOException known ? known : new IOException("exchange failed", failure);
    }

    private static @Nullable Throwable next(Throwable cause) {
        Throwable deeper = cause.getCause();
        return deeper == cause ? null : deeper;
    }

    /** Gives up what is still under way. */
    @Override
    public void close() {
        closed = true;
        client.shutdownNow();
        executor.shutdownNow();
    }
}
