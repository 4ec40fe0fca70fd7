package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs of reports and the files that come of them (https://docs.stripe.com/reports/api, checked 2026-11-25). A run is
 * done at once. Runs under the book's lock.
 */
final class Reports {
    static final String KIND = "report";
    private static final Set<String> TYPES =
            Set.of("payout_reconciliation.itemized.5", "balance_change_from_activity.itemized.3");
    private static final Pattern CONTENTS = Pattern.compile("/v1/files/(file_[0-9a-z]{1,40})/contents");

    private final JsonBook book;
    private final BalanceReport report;
    private final InstantSource clock;
    private final String baseUrl;

    Reports(JsonBook book, BalanceReport report, InstantSource clock, String baseUrl) {
        this.book = book;
        this.report = report;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    ObjectNode create(String account, Params params) {
        String type = params.only(Set.of("report_type", "parameters")).needed("report_type");
        if (!TYPES.contains(type)) {
            throw Refusal.invalid(null, "The simulator has no such report: " + type)
                    .about("report_type");
        }
        long now = clock.instant().getEpochSecond();
        Long from = params.numberOrNull("parameters[interval_start]");
        Long to = params.numberOrNull("parameters[interval_end]");
        ObjectNode run = Shapes.object();
        String id = Shapes.newId("frr");
        String file = "file_" + id.substring("frr_".length());
        run.put("id", id).put("object", "reporting.report_run").put("created", now);
        run.putNull("error").put("livemode", false);
        ObjectNode parameters = run.putObject("parameters");
        parameters.put("interval_start", from == null ? 0 : from).put("interval_end", to == null ? now : to);
        run.put("report_type", type).put("status", "succeeded").put("succeeded_at", now);
        ObjectNode result = run.putObject("result");
        result.put("id", file).put("object", "file").put("created", now).put("filename", file + ".csv");
        result.put("purpose", "finance_report_run").put("type", "csv");
        result.put("url", baseUrl + "/v1/files/" + file + "/contents");
        run.put(Shapes.ACCOUNT, account);
        book.put(KIND, id, run);
        return run;
    }

    /** The file of a run, or null when the request asks for something else. */
    @Nullable
    Reply contents(String account, InboundRequest request) {
        Matcher path = CONTENTS.matcher(request.path());
        if (!path.matches() || !request.method().equals("GET")) {
            return null;
        }
        ObjectNode run = book.get(KIND, path.group(1).replaceFirst("file_", "frr_"));
        if (run == null || !Shapes.is(run, Shapes.ACCOUNT, account)) {
            throw Refusal.missing("file", path.group(1));
        }
        long from = run.path("parameters").path("interval_start").asLong();
        long to = run.path("parameters").path("interval_end").asLong();
        String csv = report.csv(account, at -> isWithin(at, from, to));
        return Reply.of(200, "text/csv", csv.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static boolean isWithin(Instant at, long from, long to) {
        return at.getEpochSecond() >= from && at.getEpochSecond() < to;
    }
}
