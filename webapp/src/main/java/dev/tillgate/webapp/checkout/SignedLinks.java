package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.Links;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.Vault;
import java.net.URI;
import java.util.Optional;

/**
 * Addresses of the gateway. A checkout link is a capability: payment and merchant in the clear, and a code over both
 * that only this installation can compute. It is never stored, so it can be given again at any time; links made under
 * an older master key stay good as long as the vault knows that key.
 */
public final class SignedLinks implements Links {

    private static final String PURPOSE = "checkout-link";
    private static final int ID_LENGTH = 26;
    private static final int MAC_LENGTH = 43;

    private final Vault vault;
    private final String base;

    /** @param publicUrl the address under which buyers and providers reach the gateway */
    public SignedLinks(Vault vault, URI publicUrl) {
        this.vault = vault;
        String url = publicUrl.toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @Override
    public String checkout(MerchantId merchant, PaymentId payment) {
        return base + "/pay/" + token(merchant, payment);
    }

    @Override
    public String returnFrom(MerchantId merchant, PaymentId payment) {
        return checkout(merchant, payment) + "/return";
    }

    @Override
    public String notifications(AccountId account) {
        return base + "/hooks/" + account.value();
    }

    /** What a link names. */
    record Target(MerchantId merchant, PaymentId payment) {}

    /** What the token of a link names; empty when it is not one of ours, whatever the reason. */
    Optional<Target> read(String token) {
        if (token.length() != 2 * ID_LENGTH + MAC_LENGTH) {
            return Optional.empty();
        }
        String ids = token.substring(0, 2 * ID_LENGTH);
        String payment = PaymentId.PREFIX + "_" + ids.substring(0, ID_LENGTH);
        String merchant = MerchantId.PREFIX + "_" + ids.substring(ID_LENGTH);
        boolean genuine = vault.isMac(PURPOSE, ids, token.substring(2 * ID_LENGTH));
        if (!genuine
                || !TimeOrderedId.isWellFormed(payment, PaymentId.PREFIX)
                || !TimeOrderedId.isWellFormed(merchant, MerchantId.PREFIX)) {
            return Optional.empty();
        }
        return Optional.of(new Target(new MerchantId(merchant), new PaymentId(payment)));
    }

    private String token(MerchantId merchant, PaymentId payment) {
        String ids = bare(payment.value(), PaymentId.PREFIX) + bare(merchant.value(), MerchantId.PREFIX);
        return ids + vault.mac(PURPOSE, ids);
    }

    private static String bare(String id, String prefix) {
        return id.substring(prefix.length() + 1);
    }
}
