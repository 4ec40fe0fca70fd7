package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Store;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.connect.ConnectRequest;
import dev.tillgate.webapp.connect.ShopAddress;
import dev.tillgate.webapp.connect.ShopReach.Reach;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The question whether a shop may be connected.
 *
 * @param stores those that it can be connected as
 * @param before as which of them it is connected already
 * @param canBePaid whether the merchant has an account that money can be collected through
 * @param action where the form goes
 */
public record ConnectPage(
        View view,
        ConnectRequest request,
        Reach reach,
        List<Store> stores,
        Optional<StoreId> before,
        boolean canBePaid,
        String action) {

    /** Which other shop the store is told by now, or nothing: connecting it with this one ends that. */
    public Optional<String> other(Store store) {
        return isProposed(store)
                ? Optional.empty()
                : ShopAddress.of(Objects.requireNonNullElse(store.callbackUrl(), "")
                                .replaceFirst("\\?.*", ""))
                        .map(ShopAddress::host);
    }

    public boolean isProposed(Store store) {
        return before.isPresent() && before.get().equals(store.id());
    }
}
