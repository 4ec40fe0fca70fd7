package dev.tillgate.webapp.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a problem answer (RFC 9457). */
@Schema(name = "Problem", description = "What is wrong (RFC 9457).")
public record ProblemBody(
        @Schema(description = "Where the kind of problem is explained", example = "/api/docs#problem-exceeds")
        String type,

        @Schema(description = "The kind of problem in one line")
        String title,

        @Schema(description = "The HTTP status") int status,

        @Schema(description = "The kind of problem as a stable short name", example = "exceeds")
        String code,

        @Schema(description = "What is wrong this time, for a developer")
        String detail,

        @Schema(description = "The path that was asked for") String instance,

        @Schema(description = "Quote it when you ask for help") @JsonProperty("request_id") @Nullable
        String requestId,

        @Schema(description = "The parts of the request that are to blame") @Nullable
        List<FieldError> errors) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final ObjectWriter JSON = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build()
            .writer();

    static ProblemBody of(ProblemException problem, String instance, @Nullable String requestId) {
        ProblemType type = problem.type();
        return new ProblemBody(
                type.uri(),
                type.title(),
                type.status(),
                type.code(),
                problem.detail(),
                instance,
                requestId,
                problem.errors().isEmpty() ? null : problem.errors());
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts cannot be written", e);
        }
    }
}
