package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.stripe.Stripe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API: which request means what. Runs under the book's lock. */
final class Desk {
    private static final int MOST_ROWS = 100;

    private final JsonBook book;
    private final Shapes shapes;
    private final Sessions sessions;
    private final Intents intents;
    private final RefundDesk refunds;
    private final Rest rest;

    /** What is not about a payment's way. */
    record Rest(Disputes disputes, Files files, WebhookEndpoints endpoints, Reports reports) {}

    Desk(JsonBook book, Shapes shapes, Sessions sessions, Intents intents, RefundDesk refunds, Rest rest) {
        this.rest = rest;
        this.book = book;
        this.shapes = shapes;
        this.sessions = sessions;
        this.intents = intents;
        this.refunds = refunds;
    }

    /** The object that is answered. */
    ObjectNode answer(String account, InboundRequest request) {
        String path = request.path().substring("/v1/".length());
        if (request.method().equals("POST") && path.equals("files")) {
            return shapes.shown(rest.files.create(account, request), Set.of());
        }
        Params params = Params.of(request.method(), request.query(), request.body());
        String what = path.replaceFirst("^(checkout|reporting)/", "");
        String[] parts = what.split("/");
        boolean post = request.method().equals("POST");
        if (request.method().equals("DELETE") && parts.length == 2 && parts[0].equals("webhook_endpoints")) {
            return rest.endpoints.delete(rest.endpoints.find(account, parts[1]));
        }
        if (!post && !request.method().equals("GET")) {
            throw unknown(request);
        }
        ObjectNode found = post ? changed(account, request, parts, params) : read(account, request, parts, params);
        return found.path("object").asText().equals("list") ? found : shapes.shown(found, params.expansions());
    }

    private ObjectNode changed(String account, InboundRequest request, String[] parts, Params params) {
        String notifyUrl = request.header(Stripe.PRACTICE_NOTIFY_HEADER);
        String verb = parts.length == 3 ? parts[2] : "";
        String id = parts.length > 1 ? parts[1] : "";
        return switch (parts[0] + (id.isEmpty() ? "" : "/" + verb)) {
            case "sessions" -> sessions.create(account, notifyUrl, params);
            case "sessions/expire" -> sessions.expire(sessions.find(account, id));
            case "payment_intents" -> intents.create(account, notifyUrl, params);
            case "payment_intents/confirm" -> intents.confirm(intents.find(account, id), params);
            case "payment_intents/capture" -> {
                ObjectNode intent = intents.capture(intents.find(account, id), params);
                sessions.captured(intent);
                yield intent;
            }
            case "payment_intents/cancel" -> intents.cancel(intents.find(account, id), params);
            case "refunds" -> refunds.create(account, params);
            case "report_runs" -> rest.reports.create(account, params);
            case "disputes/" -> rest.disputes.answer(account, rest.disputes.find(account, id), params);
            case "webhook_endpoints" -> rest.endpoints.create(account, params);
            case "webhook_endpoints/" -> rest.endpoints.update(rest.endpoints.find(account, id), params);
            default -> throw unknown(request);
        };
    }

    private ObjectNode read(String account, InboundRequest request, String[] parts, Params params) {
        String kind =
                switch (parts[0]) {
                    case "sessions" -> Sessions.KIND;
                    case "payment_intents" -> Intents.KIND;
                    case "refunds" -> RefundDesk.KIND;
                    case "disputes" -> Disputes.KIND;
                    case "report_runs" -> Reports.KIND;
                    case "events" -> "event";
                    case "files" -> Files.KIND;
                    case "webhook_endpoints" -> WebhookEndpoints.KIND;
                    default -> throw unknown(request);
                };
        if (parts.length == 1) {
            return list(account, kind, request.path(), params);
        }
        if (parts.length > 2) {
            throw unknown(request);
        }
        ObjectNode found = kind.equals(Sessions.KIND) ? sessions.find(account, parts[1]) : book.get(kind, parts[1]);
        if (found == null || !Shapes.is(found, Shapes.ACCOUNT, account)) {
            throw Refusal.missing(kind, parts[1]);
        }
        return found;
    }

    /** Newest first. */
    private ObjectNode list(String account, String kind, String path, Params params) {
        Long asked = params.numberOrNull("limit");
        int limit = (int) Math.max(1, Math.min(MOST_ROWS, asked == null ? 10 : asked));
        String after = params.text("starting_after");
        List<ObjectNode> page = new ArrayList<>();
        boolean counting = after == null;
        boolean more = false;
        for (ObjectNode row : book.all(kind).reversed()) {
            if (!Shapes.is(row, Shapes.ACCOUNT, account)) {
                continue;
            }
            if (!counting) {
                counting = Shapes.is(row, "id", String.valueOf(after));
            } else if (fits(row, params)) {
                more = page.size() == limit;
                if (more) {
                    break;
                }
                page.add(row);
            }
        }
        return shapes.list(path, page, more, params.expansions());
    }

    private static boolean fits(ObjectNode row, Params params) {
        long created = row.path("created").asLong();
        Long from = params.numberOrNull("created[gte]");
        Long to = params.numberOrNull("created[lte]");
        return (from == null || created >= from)
                && (to == null || created <= to)
                && same(row, "payment_intent", params.text("payment_intent"))
                && same(row, "type", params.text("type"));
    }

    private static boolean same(ObjectNode row, String field, @Nullable String wanted) {
        return wanted == null || Shapes.is(row, field, wanted);
    }

    private static Refusal unknown(InboundRequest request) {
        return new Refusal(
                404,
                "invalid_request_error",
                null,
                "Unrecognized request URL (" + request.method() + ": " + request.path() + ").");
    }
}
