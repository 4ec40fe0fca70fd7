package dev.tillgate.webapp.operate;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells who really asks when a request came through the operator's own reverse proxies: the last address in {@code
 * X-Forwarded-For} that is none of theirs. What a stranger writes there is not believed, and only an address counts.
 */
public final class ProxiesFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    /** Attribute of requests that came from one of the operator's own proxies: its address. */
    public static final String PROXY = "dev.tillgate.proxy";

    private static final String HEADER = "X-Forwarded-For";
    private static final int LONGEST = 1_000;
    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]{2,45}");

    private final transient Set<String> trusted;

    public ProxiesFilter(List<String> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!trusted.contains(request.getRemoteAddr())) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(PROXY, request.getRemoteAddr());
        String client = client(request);
        chain.doFilter(new Forwarded(request, client), response);
    }

    /** From the nearest hop outwards; the proxy itself when it says nothing that can be read. */
    private String client(HttpServletRequest request) {
        String said = String.join(",", listed(request.getHeaders(HEADER)));
        String client = request.getRemoteAddr();
        String[] hops = said.length() > LONGEST ? new String[0] : said.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!ADDRESS.matcher(hop).matches()) {
                return client;
            }
            client = hop;
            if (!trusted.contains(hop)) {
                return client;
            }
        }
        return client;
    }

    private static List<String> listed(Enumeration<String> values) {
        return Collections.list(values);
    }

    private static final class Forwarded extends HttpServletRequestWrapper {
        private final String client;

        Forwarded(HttpServletRequest request, String client) {
            super(request);
            this.client = client;
        }

        @Override
        public String getRemoteAddr() {
            return client;
        }

        @Override
        public String getRemoteHost() {
            return client;
        }
    }
}
