package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;

/** Nothing has to be said. */
@Schema(name = "Empty", description = "Nothing has to be said.")
public record EmptyBody() {}
