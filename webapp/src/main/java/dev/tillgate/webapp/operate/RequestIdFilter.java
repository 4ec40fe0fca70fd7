package dev.tillgate.webapp.operate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} if it is a plain short word, else a new one. It is in
 * every log line of the request and in the answer.
 */
public final class RequestIdFilter extends HttpFilter {

    /** Name of the id in log lines, and of the request attribute that holds it. */
    public static final String REQUEST_ID = "request_id";

    private static final long serialVersionUID = 1L;
    private static final String HEADER = "X-Request-Id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String id = id(request.getHeader(HEADER));
        request.setAttribute(REQUEST_ID, id);
        response.setHeader(HEADER, id);
        MDC.put(REQUEST_ID, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.clear();
        }
    }

    private static String id(@Nullable String given) {
        // For finding log lines, not a secret: no need for a strong random number on every request.
        return given != null && PLAIN.matcher(given).matches()
                ? given
                : Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
    }
}
