package dev.tillgate.webapp.problem;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.webapp.operate.RequestIdFilter;
import jakarta.inject.Provider;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where anything that goes wrong becomes an answer. Programs get a problem (RFC 9457); pages get what
 * {@link ErrorPages} makes of it.
 */
public final class Problems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final ErrorPages pages;

    @Context
    private @Nullable Provider<ContainerRequest> request;

    public Problems(ErrorPages pages) {
        this.pages = pages;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        return answer(thrown, request == null ? null : request.get());
    }

    private Response answer(Throwable thrown, @Nullable ContainerRequestContext asked) {
        ProblemException problem = problem(thrown);
        if (problem.type().status() >= 500) {
            // The request id is in this line and in the answer: the caller quotes it, the operator finds it.
            if (thrown instanceof ProblemException) {
                LOG.warn("a request was answered {}: {}", problem.type().status(), problem.getMessage());
            } else {
                LOG.error("a request failed", thrown);
            }
        }
        String path = asked == null ? "" : asked.getUriInfo().getRequestUri().getRawPath();
        if (asked != null && !isForPrograms(asked.getUriInfo().getPath())) {
            return pages.page(problem.type().status(), asked);
        }
        return response(problem, path, requestId(asked));
    }

    private static ProblemException problem(Throwable thrown) {
        return switch (thrown) {
            case ProblemException known -> known;
            case NotPossible reason -> of(reason);
            case InvalidMoney reason ->
                new ProblemException(
                        ProblemType.INVALID_REQUEST,
                        "The amount cannot be used.",
                        List.of(new FieldError("/amount", message(reason))));
            case AlreadyAsked ignored ->
                new ProblemException(
                        ProblemType.IDEMPOTENCY_KEY_IN_USE, "The first request with this key is not answered yet.");
            case WebApplicationException chosen -> ofLibrary(chosen);
            default ->
                new ProblemException(
                        ProblemType.INTERNAL,
                        "The request was not completed because of an error on our side. Nothing is known to be wrong"
                                + " with the request; repeat it with the same Idempotency-Key.");
        };
    }

    private static ProblemException of(NotPossible reason) {
        ProblemType type =
                switch (reason.why()) {
                    case NOT_FOUND -> ProblemType.NOT_FOUND;
                    case INVALID -> ProblemType.INVALID_REQUEST;
                    case WRONG_STATE -> ProblemType.WRONG_STATE;
                    case ALREADY_PAID -> ProblemType.ALREADY_PAID;
                    case IN_DOUBT -> ProblemType.IN_DOUBT;
                    case EXCEEDS -> ProblemType.EXCEEDS;
                    case METHOD_UNAVAILABLE -> ProblemType.METHOD_UNAVAILABLE;
                    case UNSUPPORTED -> ProblemType.UNSUPPORTED;
                    case TOO_MANY -> ProblemType.TOO_MANY;
                };
        String field = reason.field();
        List<FieldError> errors = field == null ? List.of() : List.of(new FieldError(field, message(reason)));
        return new ProblemException(type, message(reason), errors);
    }

    /** What Jersey itself refuses: unknown path, method, media type. Its texts are not for outside. */
    private static ProblemException ofLibrary(WebApplicationException chosen) {
        Response answer = chosen.getResponse();
        ProblemType type = ProblemType.ofStatus(answer.getStatus());
        String allow = answer.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? new ProblemException(type, type.title() + ".")
                : new ProblemException(
                        type, "This address takes " + allow + ".", List.of(), Map.of(HttpHeaders.ALLOW, allow));
    }

    private static Response response(ProblemException problem, String path, @Nullable String requestId) {
        ProblemBody body = ProblemBody.of(problem, path, requestId);
        Response.ResponseBuilder answer = Response.status(problem.type().status())
                .type(ProblemBody.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(body.toJson());
        problem.headers().forEach(answer::header);
        return answer.build();
    }

    private static boolean isForPrograms(String path) {
        return path.startsWith("api/") || path.startsWith(".well-known/") || path.startsWith("hooks/");
    }

    private static @Nullable String requestId(@Nullable ContainerRequestContext asked) {
        return asked == null || !(asked.getProperty(RequestIdFilter.REQUEST_ID) instanceof String id) ? null : id;
    }

    private static String message(RuntimeException reason) {
        String message = reason.getMessage();
        return message == null ? "cannot be used" : message;
    }
}
