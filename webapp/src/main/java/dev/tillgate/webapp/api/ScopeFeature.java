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
 * {@link Needs} nor {@link InChat} nor {@link Open} stops the start: nothing is open by forgetting.
 */
final class ScopeFeature implements DynamicFeature {
    private final Callers callers;
    private final ChatCallers chats;

    ScopeFeature(Callers callers, ChatCallers chats) {
        this.callers = callers;
        this.chats = chats;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Class<?> type = resource.getResourceClass();
        if (!type.getPackageName().equals(Callers.class.getPackageName()) || type.isAnnotationPresent(Open.class)) {
            return;
        }
        if (resource.getResourceMethod().isAnnotationPresent(InChat.class)) {
            context.register(new ChatCheck(chats));
            return;
        }
        Needs needs = resource.getResourceMethod().getAnnotation(Needs.class);
        if (needs == null) {
            throw new IllegalStateException(resource.getResourceMethod() + " says none of @Needs, @InChat and @Open");
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

    /** The same for conversations, whose tokens are another kind. */
    @Priority(Priorities.AUTHENTICATION)
    private record ChatCheck(ChatCallers chats) implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            chats.check(request);
        }
    }
}
