package dev.tillgate.webapp.api;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OnceOnly.Answer;
import dev.tillgate.flow.Transactions;
import dev.tillgate.merchant.Access;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request with an {@code Idempotency-Key} once: the first answer is committed with what it did, and a
 * repeat gets the same bytes. Nothing but the business transaction touches the key; only when a flow refuses is it
 * looked up apart, since a repeat of something done already may well be refused by now.
 */
final class Repeats {
    static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final int LONGEST_KEY = 255;
    /** Longer than any flow runs: whoever has not answered by then crashed. */
    private static final Duration ABANDONED = Duration.ofMinutes(2);

    private final Transactions transactions;
    private final InstantSource clock;

    Repeats(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * The request as it is remembered.
     *
     * @throws ProblemException when the key is missing or not 1 to 255 visible ASCII characters
     */
    IdempotencyRecord record(Access caller, ContainerRequestContext request, JsonBody body) {
        String key = key(request);
        String hash = hash(request.getMethod(), request.getUriInfo().getPath(), body.canonical());
        return new IdempotencyRecord(
                caller.merchant(),
                caller.client().value(),
                key,
                hash,
                "",
                null,
                null,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * The request's key.
     *
     * @throws ProblemException when it is missing or not 1 to 255 visible ASCII characters
     */
    static String key(ContainerRequestContext request) {
        String key = request.getHeaderString(HEADER);
        if (key == null) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_MISSING,
                    "Every POST needs an Idempotency-Key header, so that it can be repeated without doing it twice.");
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_INVALID,
                    "The Idempotency-Key must be 1 to " + LONGEST_KEY + " visible ASCII characters.");
        }
        return key;
    }

    /**
     * Runs a flow, or answers what it answered before.
     *
     * @param render puts the flow's result in words; runs within the flow's transaction
     * @param current puts in words how things stand, given the record of a request whose answer was lost in a crash
     */
    <R> Response answer(
            IdempotencyRecord request,
            Function<OnceOnly<R>, R> flow,
            Function<R, Answer> render,
            Function<IdempotencyRecord, Answer> current) {
        AtomicReference<@Nullable Answer> remembered = new AtomicReference<>();
        OnceOnly<R> once = OnceOnly.remembered(request, result -> {
            Answer answer = render.apply(result);
            remembered.setPlain(answer);
            return answer;
        });
        try {
            R result = flow.apply(once);
            Answer answer = remembered.getPlain();
            return response(answer == null ? render.apply(result) : answer).build();
        } catch (AlreadyAsked repeat) {
            return repeated(request, repeat.earlier(), current);
        } catch (NotPossible refusal) {
            return repeated(request, earlier(request).orElseThrow(() -> refusal), current);
        }
    }

    /**
     * Runs work with a transaction of its own, which does no harm when it is done twice: the answer is kept after it,
     * under a key that was free before it.
     */
    Response alone(IdempotencyRecord request, String subject, Supplier<Answer> work) {
        Optional<IdempotencyRecord> earlier = earlier(request);
        if (earlier.isPresent()) {
            return repeated(request, earlier.get(), unanswered -> work.get());
        }
        Answer answer = work.get();
        try {
            transactions.inOne(books -> {
                books.insert(request.about(subject).answered(answer.status(), answer.body()));
                return subject;
            });
            return response(answer).build();
        } catch (AlreadyAsked meanwhile) {
            return repeated(request, meanwhile.earlier(), unanswered -> answer);
        }
    }

    private Response repeated(
            IdempotencyRecord request, IdempotencyRecord earlier, Function<IdempotencyRecord, Answer> current) {
        if (!earlier.requestHash().equals(request.requestHash())) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key belongs to another request; a new request needs a new key.");
        }
        Integer status = earlier.status();
        String body = earlier.body();
        if (status != null && body != null) {
            return response(new Answer(status, body)).header(REPLAYED, "true").build();
        }
        if (earlier.createdAt().plus(ABANDONED).isBefore(clock.instant())) {
            return response(current.apply(earlier)).header(REPLAYED, "true").build();
        }
        throw new ProblemException(
                ProblemType.IDEMPOTENCY_KEY_IN_USE,
                "The first request with this key is not answered yet; repeat it in a second.",
                List.of(),
                Map.of("Retry-After", "1"));
    }

    /** What is known of this key, found by trying to use it and taking that back. */
    private Optional<IdempotencyRecord> earlier(IdempotencyRecord request) {
        try {
            transactions.inOne(books -> {
                books.insert(request);
                throw new TakenBack();
            });
        } catch (TakenBack unused) {
            return Optional.empty();
        } catch (AlreadyAsked repeat) {
            return Optional.of(repeat.earlier());
        }
        throw new IllegalStateException("unreachable: the work above always throws");
    }

    private static Response.ResponseBuilder response(Answer answer) {
        return Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(answer.body());
    }

    private static String hash(String method, String path, String body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((method + "\n" + path + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(body.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TakenBack() {
            super("the key was free", null, false, false);
        }
    }
}
