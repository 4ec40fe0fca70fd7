package dev.tillgate.webapp.api.shape;

import dev.tillgate.money.Money;
import dev.tillgate.platform.ShopOrder;
import io.swagger.v3.oas.annotations.media.Schema;

/** An order that the shop has drafted. */
@Schema(name = "ChatDraft", description = "An order that becomes one of the shop when it is paid.")
public record DraftJson(
        @Schema(description = "Its name, for a grant or a payment", example = "D1069920476")
        String order,

        @Schema(description = "What the merchant sees", example = "#D12")
        String name,

        @Schema(description = "What it costs, exact decimal text", example = "24.60")
        String amount,

        @Schema(description = "The same in minor units", example = "2460")
        long amountMinor,

        @Schema(description = "ISO 4217", example = "EUR") String currency) {
    public static DraftJson of(ShopOrder order) {
        Money total = order.total();
        return new DraftJson(
                order.reference(),
                order.description(),
                total.toDecimalText(),
                total.minorUnits(),
                total.currencyCode());
    }
}
