package dev.tillgate.webapp.api;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/**
 * Lets scripts on shops' pages speak to the chat's addresses, and to nothing else. Any page may: what counts is the
 * conversation's token in a header, and no cookie is ever looked at.
 */
@PreMatching
final class ChatDoor implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String CHAT = "api/v1/chat/";

    @Override
    public void filter(ContainerRequestContext request) {
        boolean asksFirst = request.getMethod().equals(HttpMethod.OPTIONS)
                && request.getHeaderString("Access-Control-Request-Method") != null;
        if (isChat(request) && asksFirst) {
            request.abortWith(Response.noContent()
                    .header("Access-Control-Allow-Methods", "GET, POST")
                    .header(
                            "Access-Control-Allow-Headers",
                            "Authorization, Content-Type, Idempotency-Key, Last-Event-ID")
                    .header("Access-Control-Max-Age", "7200")
                    .build());
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (isChat(request)) {
            MultivaluedMap<String, Object> headers = response.getHeaders();
            headers.putSingle("Access-Control-Allow-Origin", "*");
            headers.putSingle("Access-Control-Expose-Headers", "Retry-After");
        }
    }

    private static boolean isChat(ContainerRequestContext request) {
        return request.getUriInfo().getPath().startsWith(CHAT);
    }
}
