package dev.tillgate.webapp.payapps;

import dev.tillgate.webapp.operate.ProxiesFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;

/**
 * Whether a request comes from the shops' platform: over a connection whose client certificate the operator's own proxy
 * has verified. The header counts only from a proxy that is trusted, and only when it is there once.
 */
record PlatformDoor(OperatorApp app) {
    boolean isOpen(HttpServletRequest request) {
        if (request.getAttribute(ProxiesFilter.PROXY) == null) {
            return false;
        }
        List<String> said = Collections.list(request.getHeaders(app.header()));
        return said.size() == 1
                && !said.getFirst().isBlank()
                && app.subject()
                        .map(only -> only.equals(said.getFirst().strip()))
                        .orElse(true);
    }
}
