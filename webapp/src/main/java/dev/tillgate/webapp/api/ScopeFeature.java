package dev.tillgate.webapp.api;

import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Puts a check of the access token before every method of this package's resources. A method that says neither
 * {@link Needs} nor {@link Open} stops the start: nothing is open by forgetting.
 */
final class ScopeFeature implements DynamicFeature {
    private final Callers callers;

    ScopeFeature(Callers callers) {
        this.callers = callers;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Class<?> type = resource.getResourceClass();
        if (!type.getPackageName().equals(Callers.class.getPackageName()) || type.isAnnotationPresent(Open.class)) {
            return;
        }
        Needs needs = resource.getResourceMethod().getAnnotation(Needs.class);
        if (needs == null) {
            throw new IllegalStateException(resource.getResourceMethod() + " says neither @Needs nor @Open");
        }
        context.register(new TokenCheck(callers, needs.value()));
    }

    /** Before anything of the body is read. */
    @Priority(Priorities.AUTHENTICATION)
    private record TokenCheck(Callers callers, Scope scope) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            Access caller = callers.require(request.getHeaderString(HttpHeaders.AUTHORIZATION), scope);
            request.setProperty(Callers.PROPERTY, caller);
        }
    }
}
