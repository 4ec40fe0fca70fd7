package dev.tillgate.webapp;

import java.util.ArrayList;
import java.util.List;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * The small bridge to Jersey: hands it resource objects that are already built. Jersey only takes classes as resources
 * without complaint, so each class is registered together with the one instance that stands for it.
 */
final class FinishedObjects extends AbstractBinder {

    private static final int ABOVE_JERSEYS_OWN = 100;

    private final List<Object> resources = new ArrayList<>();

    /** Adds a resource, that is an object whose class bears {@code @Path}. */
    void add(Object resource) {
        resources.add(resource);
    }

    void registerWith(ResourceConfig config) {
        resources.forEach(resource -> config.register(resource.getClass()));
        config.register(this);
    }

    @Override
    protected void configure() {
        resources.forEach(this::bindInstance);
    }

    @SuppressWarnings("unchecked") // an object's class fits the object
    private void bindInstance(Object resource) {
        bind(resource).to((Class<Object>) resource.getClass()).ranked(ABOVE_JERSEYS_OWN);
    }
}
