package dev.tillgate.provider.simulator;

import dev.tillgate.provider.InboundRequest;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Decides for every API request and every notification what goes wrong with it. Asked from many threads. */
public interface FaultPlan {
    Fault onCall(InboundRequest request);

    NoticeFault onNotice();

    static FaultPlan none() {
        return new FaultPlan() {
            @Override
            public Fault onCall(InboundRequest request) {
                return Fault.NONE;
            }

            @Override
            public NoticeFault onNotice() {
                return NoticeFault.NORMAL;
            }
        };
    }

    /** Trouble on demand, for tests: each planned fault hits the first request that fits, once. */
    final class Script implements FaultPlan {
        private final ConcurrentLinkedQueue<Step> steps = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<NoticeFault> notices = new ConcurrentLinkedQueue<>();

        public Script next(Fault fault) {
            return on(request -> true, fault);
        }

        public Script on(Predicate<InboundRequest> which, Fault fault) {
            steps.add(new Step(which, fault));
            return this;
        }

        public Script nextNotice(NoticeFault notice) {
            notices.add(notice);
            return this;
        }

        @Override
        public Fault onCall(InboundRequest request) {
            for (Step step : steps) {
                if (step.which().test(request) && steps.remove(step)) {
                    return step.fault();
                }
            }
            return Fault.NONE;
        }

        @Override
        public NoticeFault onNotice() {
            NoticeFault next = notices.poll();
            return next == null ? NoticeFault.NORMAL : next;
        }

        private record Step(Predicate<InboundRequest> which, Fault fault) {}
    }

    /** Trouble by chance, the same for the same seed and order of requests; for crash and endurance tests. */
    final class Chance implements FaultPlan {
        private final Random random;
        private final Map<Fault.Kind, Integer> percent;
        private final int doubledNotices;
        private final ReentrantLock lock = new ReentrantLock();

        private Chance(long seed, Map<Fault.Kind, Integer> percent, int doubledNotices) {
            this.random = new Random(seed);
            this.percent = new EnumMap<>(percent);
            this.doubledNotices = doubledNotices;
        }

        /**
         * Reads text such as {@code lose_before=3,lose_after=5,error_after=2,twice=10}: the name of a
         * {@link Fault.Kind} and its percentage; {@code twice} is the share of notifications that are repeated.
         *
         * @throws IllegalArgumentException when a name is unknown or a number is none
         */
        public static Chance parse(long seed, String text) {
            Map<Fault.Kind, Integer> percent = new EnumMap<>(Fault.Kind.class);
            int twice = 0;
            for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length != 2) {
                    throw new IllegalArgumentException("expected name=percent: " + pair);
                }
                int value = Integer.parseInt(parts[1].strip());
                if (parts[0].equals("twice")) {
                    twice = value;
                } else {
                    percent.put(Fault.Kind.valueOf(parts[0].strip().toUpperCase(Locale.ROOT)), value);
                }
            }
            return new Chance(seed, percent, twice);
        }

        @Override
        public Fault onCall(InboundRequest request) {
            int draw = draw();
            for (Map.Entry<Fault.Kind, Integer> entry : percent.entrySet()) {
                draw -= entry.getValue();
                if (draw < 0) {
                    return Fault.of(entry.getKey());
                }
            }
            return Fault.NONE;
        }

        @Override
        public NoticeFault onNotice() {
            return draw() < doubledNotices ? NoticeFault.TWICE : NoticeFault.NORMAL;
        }

        private int draw() {
            lock.lock();
            try {
                return random.nextInt(100);
            } finally {
                lock.unlock();
            }
        }
    }
}
