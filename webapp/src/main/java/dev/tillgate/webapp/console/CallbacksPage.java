package dev.tillgate.webapp.console;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.merchant.Store;
import java.util.List;

/** The list of callback deliveries. */
public record CallbacksPage(View view, Listing<Delivery> list, List<Store> stores) {
    public List<CallbackBook.Status> statuses() {
        return List.of(CallbackBook.Status.values());
    }
}
