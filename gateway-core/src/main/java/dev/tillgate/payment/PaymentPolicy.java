package dev.tillgate.payment;

import dev.tillgate.money.Money;
import java.math.BigInteger;

/**
 * What a store wants done with money that comes late or in another amount than was asked for. Only where the payer sets
 * the amount (a bank transfer) can another amount be more than a mistake of the provider.
 */
public record PaymentPolicy(Late late, Under under, Over over, Tolerance tolerance) {
    /** Until a store says otherwise: late money is taken, another amount waits for an operator. */
    public static final PaymentPolicy USUAL = new PaymentPolicy(Late.ACCEPT, Under.HOLD, Over.HOLD, Tolerance.NONE);

    /** Money for a payment that had expired or was canceled. */
    public enum Late {
        /** The payment becomes paid after all. */
        ACCEPT,
        /** It goes back by itself. */
        REFUND
    }

    /** Less than is owed. */
    public enum Under {
        /** Nothing is booked; an operator looks. */
        HOLD,
        /** It is kept, and the buyer is asked for exactly the rest. */
        TOP_UP,
        /** It goes back by itself, and the buyer may pay anew. */
        REFUND
    }

    /** More than is owed. */
    public enum Over {
        /** Nothing is booked; an operator looks. */
        HOLD,
        /** The order is paid, and the merchant keeps what is too much. */
        KEEP,
        /** The order is paid, and what is too much goes back by itself. */
        REFUND
    }

    /**
     * How much less still counts as paid: whichever of the two allows more.
     *
     * @param minorUnits of the payment's currency
     * @param basisPoints hundredths of a percent of what is owed, rounded down to a whole minor unit
     */
    public record Tolerance(long minorUnits, int basisPoints) {
        public static final Tolerance NONE = new Tolerance(0, 0);

        /** A larger one would not be a tolerance any more. */
        public static final int MOST_BASIS_POINTS = 1_000;

        private static final BigInteger WHOLE = BigInteger.valueOf(10_000);

        public Tolerance {
            if (minorUnits < 0 || basisPoints < 0 || basisPoints > MOST_BASIS_POINTS) {
                throw new IllegalArgumentException("no such tolerance");
            }
        }

        /** Whether an order of this amount counts as paid although this much of it is missing. */
        public boolean covers(Money owed, Money missing) {
            // Never all of it: nothing at all is not "nearly paid".
            return missing.compareTo(owed) < 0 && (missing.minorUnits() <= minorUnits || isWithinShare(owed, missing));
        }

        private boolean isWithinShare(Money owed, Money missing) {
            BigInteger share = BigInteger.valueOf(owed.minorUnits()).multiply(BigInteger.valueOf(basisPoints));
            return BigInteger.valueOf(missing.minorUnits()).multiply(WHOLE).compareTo(share) <= 0;
        }
    }
}
