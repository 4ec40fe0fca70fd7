package dev.tillgate.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.flow.route.Candidate;
import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.Decision;
import dev.tillgate.flow.route.Decision.Verdict;
import dev.tillgate.flow.route.Question;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.flow.route.Reason;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A routing question and its decision as JSON: read back by a program of years later, so its names are its own. */
final class RouteJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private RouteJson() {}

    static String question(Question question) {
        return write(new Asked(
                question.key(),
                question.amount().minorUnits(),
                question.amount().currencyCode(),
                question.country(),
                question.provider(),
                question.tried().stream().map(AccountId::value).toList(),
                question.candidates().stream().map(RouteJson::json).toList()));
    }

    static Question question(String json) {
        Asked asked = read(json, Asked.class);
        return new Question(
                asked.key,
                Money.ofMinor(asked.amount, asked.currency),
                asked.country,
                asked.provider,
                asked.tried.stream().map(AccountId::new).toList(),
                asked.candidates.stream().map(RouteJson::candidate).toList());
    }

    static String decision(Decision decision) {
        return write(decision.verdicts().stream()
                .map(verdict -> new Said(
                        verdict.account().value(),
                        verdict.place(),
                        verdict.reason().name()))
                .toArray(Said[]::new));
    }

    static Decision decision(String json) {
        return new Decision(List.of(read(json, Said[].class)).stream()
                .map(said -> new Verdict(new AccountId(said.account), said.place, Reason.valueOf(said.reason)))
                .toList());
    }

    private static Standing json(Candidate candidate) {
        Rate rate = candidate.rate();
        return new Standing(
                candidate.account().value(),
                candidate.provider(),
                candidate.able(),
                candidate.isOpen(),
                rate == null ? null : rate.good(),
                rate == null ? null : rate.counted(),
                json(candidate.rule()));
    }

    private static Candidate candidate(Standing standing) {
        return new Candidate(
                new AccountId(standing.account),
                standing.provider,
                standing.able,
                standing.rule == null ? RouteRule.NONE : rule(standing.rule),
                standing.open,
                standing.good == null || standing.counted == null ? null : new Rate(standing.good, standing.counted));
    }

    private static @Nullable Rule json(RouteRule rule) {
        if (rule.equals(RouteRule.NONE)) {
            return null;
        }
        Cost cost = rule.cost();
        Money fixed = cost == null ? null : cost.fixed();
        return new Rule(
                RouteRuleRow.minor(rule.least()),
                RouteRuleRow.minor(rule.most()),
                rule.least() == null ? RouteRuleRow.currency(rule.most()) : RouteRuleRow.currency(rule.least()),
                words(rule.currencies()),
                words(rule.countries()),
                cost == null ? null : cost.basisPoints(),
                RouteRuleRow.minor(fixed),
                RouteRuleRow.currency(fixed),
                rule.share());
    }

    private static RouteRule rule(Rule rule) {
        return new RouteRule(
                RouteRuleRow.money(rule.least, rule.limitCurrency),
                RouteRuleRow.money(rule.most, rule.limitCurrency),
                RouteRuleRow.words(rule.currencies),
                RouteRuleRow.words(rule.countries),
                rule.points == null ? null : new Cost(rule.points, RouteRuleRow.money(rule.fixed, rule.fixedCurrency)),
                rule.share);
    }

    private static @Nullable String words(Set<String> words) {
        return words.isEmpty() ? null : String.join(" ", new TreeSet<>(words));
    }

    private static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be stored as JSON", e);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON is damaged", e);
        }
    }

    private record Asked(
            String key,
            long amount,
            String currency,
            @Nullable String country,
            @Nullable String provider,
            List<String> tried,
            List<Standing> candidates) {}

    private record Standing(
            String account,
            String provider,
            boolean able,
            boolean open,
            @Nullable Integer good,
            @Nullable Integer counted,
            @Nullable Rule rule) {}

    private record Rule(
            @Nullable Long least,
            @Nullable Long most,
            @Nullable String limitCurrency,
            @Nullable String currencies,
            @Nullable String countries,
            @Nullable Integer points,
            @Nullable Long fixed,
            @Nullable String fixedCurrency,
            int share) {}

    private record Said(String account, int place, String reason) {}
}
