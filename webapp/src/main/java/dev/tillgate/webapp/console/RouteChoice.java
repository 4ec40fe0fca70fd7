package dev.tillgate.webapp.console;

import dev.tillgate.flow.route.Candidate;
import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.Decision.Verdict;
import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.payment.AccountId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A routing decision in words.
 *
 * @param lines one for each account, best first, then those passed over
 */
public record RouteChoice(List<Line> lines) {
    /**
     * An account.
     *
     * @param place from 1; 0 when it was passed over
     * @param why in the operator's language
     * @param facts what was known of it, may be empty
     */
    public record Line(String account, int place, String why, String facts) {}

    static RouteChoice of(View view, DecisionRecord decision, Map<AccountId, String> labels) {
        List<Line> lines = new ArrayList<>();
        for (Verdict verdict : decision.decision().verdicts()) {
            String facts = decision.question().candidates().stream()
                    .filter(candidate -> candidate.account().equals(verdict.account()))
                    .findFirst()
                    .map(candidate -> facts(view, candidate))
                    .orElse("");
            String label =
                    labels.getOrDefault(verdict.account(), verdict.account().value());
            lines.add(new Line(label, verdict.place(), view.text("route." + verdict.reason()), facts));
        }
        return new RouteChoice(lines);
    }

    private static String facts(View view, Candidate candidate) {
        List<String> facts = new ArrayList<>();
        Cost cost = candidate.rule().cost();
        if (cost != null) {
            String fixed = cost.fixed() == null ? "" : " + " + view.money(cost.fixed());
            facts.add(view.text("route.fact.cost", percent(cost.basisPoints()) + "%" + fixed));
        }
        if (candidate.rule().share() > 0) {
            facts.add(view.text("route.fact.share", candidate.rule().share()));
        }
        Rate rate = candidate.rate();
        if (rate != null && rate.counted() > 0) {
            facts.add(view.text("route.fact.rate", percent(rate.basisPoints()) + "%", rate.counted()));
        }
        return String.join(" · ", facts);
    }

    /** Basis points as percent, such as 2.9. */
    static String percent(int basisPoints) {
        String text = BigDecimal.valueOf(basisPoints, 2).stripTrailingZeros().toPlainString();
        return basisPoints == 0 ? "0" : text;
    }
}
