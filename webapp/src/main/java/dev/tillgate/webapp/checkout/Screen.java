package dev.tillgate.webapp.checkout;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.PaymentId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the payer is shown; exactly one at a time. */
public sealed interface Screen {

    /** Stable name of the state; texts are in the bundle below {@code state.<name>}. */
    String state();

    /** Whether something may change without the payer doing anything, so that the page must look again. */
    boolean isWaiting();

    /** Choose how to pay. */
    record Choose(List<MethodChoice> methods, @Nullable Notice notice) implements Screen {
        public Choose {
            methods = List.copyOf(methods);
        }

        @Override
        public String state() {
            return methods.isEmpty() ? "no_method" : "choose";
        }

        @Override
        public boolean isWaiting() {
            return false;
        }
    }

    /** Do what the chosen method asks for, or choose another. */
    record Act(Attempt attempt, NextAction action, List<MethodChoice> others) implements Screen {
        public Act {
            others = List.copyOf(others);
        }

        @Override
        public String state() {
            return switch (action) {
                case NextAction.Redirect redirect -> "redirect";
                case NextAction.Scan scan -> "scan";
                case NextAction.Transfer transfer -> "transfer";
                case NextAction.SendCrypto crypto -> "crypto";
                case NextAction.Invoke invoke -> "invoke";
                case NextAction.Await await -> "approve";
            };
        }

        @Override
        public boolean isWaiting() {
            return true;
        }
    }

    /** Wait: money may be on its way, so nobody may pay again. */
    record Busy(String state) implements Screen {
        static final String STARTING = "starting";
        static final String PROCESSING = "processing";
        static final String CHECKING = "checking";

        @Override
        public boolean isWaiting() {
            return true;
        }
    }

    /**
     * Paid, or reserved; perhaps given back since.
     *
     * @param charge the attempt that holds the money
     * @param refunded what was given back at the shop's wish
     * @param refunding what is on its way back at the shop's wish
     * @param second what was charged a second time and goes back, null when nothing was
     * @param secondIsBack whether all of that has arrived
     */
    record Paid(
            String state,
            Attempt charge,
            Money refunded,
            Money refunding,
            @Nullable Money second,
            boolean secondIsBack) implements Screen {
        @Override
        public boolean isWaiting() {
            return refunding.isPositive() || (second != null && !secondIsBack);
        }
    }

    /**
     * Nothing to pay here any more.
     *
     * @param instead the payment of the same order that counts, if there is one
     */
    record Over(String state, @Nullable PaymentId instead) implements Screen {
        static final String EXPIRED = "expired";
        static final String CANCELED = "canceled";
        static final String CHANGED = "changed";
        static final String PAID_ELSEWHERE = "paid_elsewhere";
        /** Over, and what came too late or not in full goes back. */
        static final String GOES_BACK = "goes_back";

        @Override
        public boolean isWaiting() {
            return false;
        }
    }
}
