package dev.tillgate.flow.route;

import dev.tillgate.flow.route.Decision.Verdict;
import dev.tillgate.money.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which account a payment is tried through. Rules keep accounts out; an open circuit breaker does while another
 * account is there; a low success rate puts an account behind the others. Among what is left the shares draw the first,
 * by the payment's id and not by chance; without shares the cheapest is first, and between equals the merchant's order
 * decides.
 */
public final class Route {
    /** Fewer recent attempts say nothing of an account. */
    public static final int ENOUGH = 20;

    /** Success below this, in basis points, is low. */
    public static final int LOW = 5_000;

    /** So far below the best, in basis points, is low too. */
    public static final int BEHIND = 2_000;

    private Route() {}

    /** The decision; depends on nothing but the question. */
    public static Decision decide(Question question) {
        List<Verdict> passedOver = new ArrayList<>();
        List<Candidate> fit = new ArrayList<>();
        for (Candidate candidate : question.candidates()) {
            Reason against = against(candidate, question);
            if (against == null) {
                fit.add(candidate);
            } else {
                passedOver.add(new Verdict(candidate.account(), 0, against));
            }
        }
        // One that is down is better than none, but no better than the answer that was had already.
        boolean allDown = question.tried().isEmpty() && fit.stream().allMatch(Candidate::isOpen);
        if (!allDown) {
            fit.stream().filter(Candidate::isOpen).forEach(c -> passedOver.add(verdict(c, 0, Reason.BREAKER)));
            fit.removeIf(Candidate::isOpen);
        }
        List<Verdict> verdicts = line(question, fit, allDown);
        verdicts.addAll(passedOver);
        return new Decision(verdicts);
    }

    private static @Nullable Reason against(Candidate candidate, Question question) {
        if (!candidate.able()) {
            return Reason.UNABLE;
        }
        Reason rule = candidate.rule().against(question.amount(), question.country());
        if (rule != null) {
            return rule;
        }
        if (question.provider() != null && !question.provider().equals(candidate.provider())) {
            return Reason.INSTRUMENT;
        }
        return question.tried().contains(candidate.account()) ? Reason.TRIED : null;
    }

    private static List<Verdict> line(Question question, List<Candidate> fit, boolean allDown) {
        List<Candidate> low = low(fit);
        List<Candidate> well = new ArrayList<>(fit);
        well.removeAll(low);
        boolean drawn = draw(question, well);
        sort(question.amount(), drawn ? well.subList(1, well.size()) : well);
        sort(question.amount(), low);
        List<Candidate> all = new ArrayList<>(well);
        all.addAll(low);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Reason reason;
            if (allDown) {
                reason = Reason.LAST_RESORT;
            } else if (all.size() == 1) {
                reason = Reason.ONLY;
            } else if (low.contains(all.get(i))) {
                reason = Reason.LOW_RATE;
            } else if (i == 0) {
                reason = first(question.amount(), drawn, well);
            } else {
                reason = between(question.amount(), all.get(i - 1), all.get(i), drawn && i == 1);
            }
            verdicts.add(verdict(all.get(i), i + 1, reason));
        }
        return verdicts;
    }

    private static Reason first(Money amount, boolean drawn, List<Candidate> well) {
        if (well.size() == 1) {
            return Reason.BEST_RATE;
        }
        return between(amount, well.get(0), well.get(1), drawn);
    }

    /** What put one before the other. */
    private static Reason between(Money amount, Candidate before, Candidate after, boolean drawn) {
        if (drawn || (before.rule().share() > 0) != (after.rule().share() > 0)) {
            return Reason.SHARE;
        }
        return compareCost(amount, before, after) == 0 ? Reason.POSITION : Reason.COST;
    }

    private static List<Candidate> low(List<Candidate> fit) {
        int best = fit.stream()
                .map(Candidate::rate)
                .filter(rate -> rate != null && rate.counted() >= ENOUGH)
                .mapToInt(Rate::basisPoints)
                .max()
                .orElse(0);
        List<Candidate> low = new ArrayList<>(fit);
        low.removeIf(candidate -> !isLow(candidate.rate(), best));
        // Where all are low there is none to prefer for its rate.
        return low.size() == fit.size() ? new ArrayList<>() : low;
    }

    private static boolean isLow(@Nullable Rate rate, int best) {
        return rate != null
                && rate.counted() >= ENOUGH
                && (rate.basisPoints() < LOW || rate.basisPoints() < best - BEHIND);
    }

    /** Puts the one whose share the payment falls into first; false when none has a share. */
    private static boolean draw(Question question, List<Candidate> well) {
        List<Candidate> sharing = well.stream()
                .filter(candidate -> candidate.rule().share() > 0)
                // Not the merchant's order: moving accounts about must not move payments between them.
                .sorted(Comparator.comparing(candidate -> candidate.account().value()))
                .toList();
        if (sharing.isEmpty()) {
            return false;
        }
        int total =
                sharing.stream().mapToInt(candidate -> candidate.rule().share()).sum();
        Candidate chosen = at(slot(question.key(), total), sharing);
        well.remove(chosen);
        well.add(0, chosen);
        return true;
    }

    /** Which of {@code slots} equal slots a key falls into, from 0. */
    static int slot(String key, int slots) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), slots);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Whose slot it is: each has as many as its share, one after the other. */
    static Candidate at(int slot, List<Candidate> sharing) {
        int end = 0;
        for (Candidate candidate : sharing) {
            end += candidate.rule().share();
            if (slot < end) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("no such slot: " + slot);
    }

    private static void sort(Money amount, List<Candidate> candidates) {
        // Stable: what is equal stays in the merchant's order.
        candidates.sort(Comparator.comparing((Candidate c) -> c.rule().share() == 0)
                .thenComparing((one, other) -> compareCost(amount, one, other)));
    }

    /** Cheapest first; one whose cost is not known comes after those that are. */
    private static int compareCost(Money amount, Candidate one, Candidate other) {
        Cost of = one.rule().cost();
        Cost to = other.rule().cost();
        if (of == null || to == null) {
            return Boolean.compare(of == null, to == null);
        }
        return of.partsOf(amount).compareTo(to.partsOf(amount));
    }

    private static Verdict verdict(Candidate candidate, int place, Reason reason) {
        return new Verdict(candidate.account(), place, reason);
    }
}
