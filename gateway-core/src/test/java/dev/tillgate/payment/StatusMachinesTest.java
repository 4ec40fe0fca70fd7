package dev.tillgate.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of states, allowed and forbidden, written down a second time on purpose. */
class StatusMachinesTest {
    private static final Map<String, Set<String>> PAYMENT = Map.of(
            "OPEN", Set.of("AUTHORIZED", "PAID", "CANCELED", "EXPIRED"),
            "AUTHORIZED", Set.of("PAID", "CANCELED", "EXPIRED"),
            "PAID", Set.of(),
            "CANCELED", Set.of("PAID"),
            "EXPIRED", Set.of("PAID"));
    private static final Map<String, Set<String>> ATTEMPT = Map.of(
            "STARTED",
                    Set.of("AWAITING_PAYER", "PENDING", "AUTHORIZED", "SUCCEEDED", "DECLINED", "NOT_SENT", "ABANDONED"),
            "AWAITING_PAYER", Set.of("PENDING", "AUTHORIZED", "SUCCEEDED", "DECLINED", "ABANDONED"),
            "PENDING", Set.of("AWAITING_PAYER", "AUTHORIZED", "SUCCEEDED", "DECLINED", "ABANDONED"),
            "AUTHORIZED", Set.of("SUCCEEDED", "ABANDONED"),
            "SUCCEEDED", Set.of(),
            "DECLINED", Set.of(),
            "NOT_SENT", Set.of("AUTHORIZED", "SUCCEEDED"),
            "ABANDONED", Set.of("AUTHORIZED", "SUCCEEDED"));
    private static final Map<String, Set<String>> OPERATION = Map.of(
            "STARTED", Set.of("PENDING", "SUCCEEDED", "FAILED"),
            "PENDING", Set.of("SUCCEEDED", "FAILED"),
            "SUCCEEDED", Set.of("FAILED"),
            "FAILED", Set.of());

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("pairs")
    void everyPairIsAllowedOrForbiddenAsWritten(String machine, Enum<?> from, Enum<?> to, boolean canBecome) {
        boolean written = table(machine).getOrDefault(from.name(), Set.of()).contains(to.name());
        assertThat(canBecome).as("%s: %s -> %s", machine, from, to).isEqualTo(written);
    }

    static Stream<Arguments> pairs() {
        return Stream.of(
                        pairs("payment", PaymentStatus.values(), PaymentStatus::canBecome),
                        pairs("attempt", AttemptStatus.values(), AttemptStatus::canBecome),
                        pairs("operation", OperationStatus.values(), OperationStatus::canBecome))
                .flatMap(pairs -> pairs);
    }

    private static <S extends Enum<S>> Stream<Arguments> pairs(String machine, S[] states, BiPredicate<S, S> can) {
        return Arrays.stream(states)
                .flatMap(from -> Arrays.stream(states).map(to -> Arguments.of(machine, from, to, can.test(from, to))));
    }

    private static Map<String, Set<String>> table(String machine) {
        return switch (machine) {
            case "payment" -> PAYMENT;
            case "attempt" -> ATTEMPT;
            default -> OPERATION;
        };
    }
}
