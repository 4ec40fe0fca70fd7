package dev.tillgate.webapp.problem;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer a JSON pointer into the body such as {@code /lines/0/total}, {@code ?name} for a query parameter, or a
 *     header's name
 * @param reason what is expected, for a developer; never repeats the value sent
 */
@Schema(description = "What is wrong with one part of a request.")
public record FieldError(
        @Schema(
                description = "A JSON pointer into the body, ?name for a query parameter, or a header's name",
                example = "/lines/0/total")
        String pointer,

        @Schema(description = "What is expected") String reason) {}
