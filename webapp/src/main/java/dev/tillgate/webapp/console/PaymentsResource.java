package dev.tillgate.webapp.console;

import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentReader.Filter;
import dev.tillgate.flow.PaymentReader.PaymentRow;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list of payments: by status, by store, by the shop's order number. */
@Path("/console/payments")
public final class PaymentsResource {
    private static final int LONGEST_REFERENCE = 100;

    private final PaymentReader payments;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;

    PaymentsResource(PaymentReader payments, MerchantBook merchants, Gate gate, ConsolePages pages) {
        this.payments = payments;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("store") @Nullable String store,
            @QueryParam("order") @Nullable String order,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("status", Objects.requireNonNullElse(status, ""));
        filter.put("store", Objects.requireNonNullElse(store, ""));
        filter.put("order", order == null || order.length() > LONGEST_REFERENCE ? "" : order.strip());
        Optional<PaymentId> cursor = Ids.of(after, PaymentId::new);
        return gate.page(headers, operator -> {
            Filter wanted = new Filter(
                    operator.merchant(),
                    Ids.of(store, StoreId::new).orElse(null),
                    filter.get("order").isEmpty() ? null : filter.get("order"),
                    Ids.of(status, PaymentStatus::valueOf).orElse(null));
            List<PaymentRow> read = payments.list(wanted, cursor.orElse(null), Listing.SIZE + 1);
            Listing<PaymentRow> listing =
                    Listing.of(read, filter, cursor.map(PaymentId::value).orElse(null), row -> row.payment()
                            .id()
                            .value());
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "payments",
                    "payments.title",
                    "console/payments.jte",
                    view -> new PaymentsPage(view, listing, merchants.stores(operator.merchant())));
        });
    }
}
