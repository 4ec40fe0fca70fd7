import dev.tillgate.client.Callback;
import dev.tillgate.client.Callbacks;
import dev.tillgate.client.ShopOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A shop with one order, that keeps the payment it was paid with as a file. */
class Shop implements Callbacks.Shop {
    private final Path file = Path.of("1042.json");

    @Override
    public Optional<ShopOrder> order(String reference) {
        try {
            ShopOrder order = ShopOrder.unpaid("1042", 1, "12.30", "EUR");
            String kept = Files.readString(file);
            return !reference.equals("1042") ? Optional.empty()
                    : Optional.of(kept.contains("\"paid\"") ? order.paidWith(kept.replaceAll("(?s).*\"(pay_\\w+)\".*", "$1")) : order);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void happened(Callback callback) {
        if (callback.isPaid() && callback.order().equals("1042") && callback.isFor("12.30", "EUR")) {
            try {
                Files.writeString(file, "{\"state\":\"paid\",\"transaction_id\":\"" + callback.payment() + "\"}");
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }
    }
}
