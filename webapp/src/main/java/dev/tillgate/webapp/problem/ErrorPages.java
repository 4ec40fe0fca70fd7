package dev.tillgate.webapp.problem;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;

/** What a person sees in the browser when a page cannot be shown. */
@FunctionalInterface
public interface ErrorPages {
    /** A page that says so in the reader's language, with this HTTP status; never any technical detail. */
    Response page(int status, ContainerRequestContext request);
}
