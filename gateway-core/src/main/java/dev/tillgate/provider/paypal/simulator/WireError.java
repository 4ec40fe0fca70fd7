package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** An error as PayPal words it: a name by the status, and one issue in its details. */
final class WireError extends RuntimeException {
    private static final Map<Integer, String> NAMES = Map.of(
            400, "INVALID_REQUEST",
            401, "AUTHENTICATION_FAILURE",
            403, "NOT_AUTHORIZED",
            404, "RESOURCE_NOT_FOUND",
            409, "RESOURCE_CONFLICT",
            415, "UNSUPPORTED_MEDIA_TYPE",
            422, "UNPROCESSABLE_ENTITY",
            429, "RATE_LIMIT_REACHED",
            500, "INTERNAL_SERVER_ERROR",
            503, "SERVICE_UNAVAILABLE");
    private static final Map<String, Integer> STATUSES = Map.of(
            "INTERNAL_SERVER_ERROR", 500,
            "INTERNAL_SERVICE_ERROR", 500,
            "SERVICE_UNAVAILABLE", 503,
            "RATE_LIMIT_REACHED", 429,
            "INVALID_RESOURCE_ID", 404,
            "PERMISSION_DENIED", 403,
            "INVALID_ACCOUNT_STATUS", 401,
            "PREVIOUS_REQUEST_IN_PROGRESS", 409,
            "MALFORMED_REQUEST_JSON", 400);

    /** In the words of the published schemas. */
    private static final Map<Integer, String> MESSAGES = Map.of(
            400, "Request is not well-formed, syntactically incorrect, or violates schema.",
            401, "Authentication failed due to missing authorization header, or invalid authentication credentials.",
            403, "Authorization failed due to insufficient permissions.",
            404, "The specified resource does not exist.",
            409, "The server has detected a conflict while processing this request.",
            415, "The server does not support the request payload's media type.",
            422,
                    "The requested action could not be performed, semantically incorrect, or failed business"
                            + " validation.",
            429, "Too many requests. Blocked due to rate limiting.",
            500, "An internal server error occurred.",
            503, "Service Unavailable.");

    private final int status;
    private final String issue;

    WireError(int status, String issue) {
        super(issue, null, false, false);
        this.status = status;
        this.issue = issue;
    }

    static WireError unprocessable(String issue) {
        return new WireError(422, issue);
    }

    static WireError notFound() {
        return new WireError(404, "INVALID_RESOURCE_ID");
    }

    /** The error that a negative test asks for. */
    static WireError mocked(String code) {
        return new WireError(STATUSES.getOrDefault(code, 422), code);
    }

    int status() {
        return status;
    }

    ObjectNode body(String debugId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        // Errors about webhooks have a name of their own and no details.
        String name = issue.startsWith("WEBHOOK_") ? issue : NAMES.getOrDefault(status, "UNPROCESSABLE_ENTITY");
        body.put("name", name);
        body.put("message", MESSAGES.getOrDefault(status, ""));
        body.put("debug_id", debugId);
        if (!name.equals(issue)) {
            body.putArray("details").addObject().put("issue", issue).put("description", issue.replace('_', ' '));
        }
        body.putArray("links")
                .addObject()
                .put("href", "https://developer.paypal.com/api/rest/reference/orders/v2/errors/#" + issue)
                .put("rel", "information_link")
                .put("method", "GET");
        return body;
    }
}
