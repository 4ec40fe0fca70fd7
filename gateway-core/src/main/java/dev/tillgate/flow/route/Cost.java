package dev.tillgate.flow.route;

import dev.tillgate.money.Money;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What an account takes for a payment.
 *
 * @param basisPoints of the amount, hundredths of a percent
 * @param fixed for each payment in its currency, or null; payments in other currencies are not charged it
 */
public record Cost(int basisPoints, @Nullable Money fixed) {
    /** The whole amount. */
    public static final int MOST_BASIS_POINTS = 10_000;

    private static final BigInteger PARTS = BigInteger.valueOf(10_000);

    public Cost {
        if (basisPoints < 0 || basisPoints > MOST_BASIS_POINTS || (fixed != null && fixed.minorUnits() < 0)) {
            throw new IllegalArgumentException("a cost is not below nothing nor above the whole amount");
        }
    }

    /** Exactly, in ten-thousandths of a minor unit, so that nothing is rounded before sums are made. */
    public BigInteger partsOf(Money amount) {
        BigInteger share = BigInteger.valueOf(amount.minorUnits()).multiply(BigInteger.valueOf(basisPoints));
        if (fixed == null || !fixed.currency().equals(amount.currency())) {
            return share;
        }
        return share.add(BigInteger.valueOf(fixed.minorUnits()).multiply(PARTS));
    }

    /** Whole minor units of a sum of parts, a broken one counted as a whole. */
    static long minorUnits(BigInteger parts) {
        return parts.add(PARTS).subtract(BigInteger.ONE).divide(PARTS).longValueExact();
    }
}
