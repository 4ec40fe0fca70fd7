package dev.tillgate.webapp.api.shape;

import dev.tillgate.payment.NextAction;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the payer has to do next; which other members there are follows from {@code type}. */
@Schema(
        name = "NextAction",
        description = "What the payer has to do next; which other members there are follows from type.")
public record NextActionJson(
        @Schema(allowableValues = {"redirect", "scan", "transfer", "send_crypto", "invoke", "await"})
        String type,

        @Schema(description = "redirect: the provider's page to go to") @Nullable
        String url,

        @Schema(description = "scan: the text of the QR code") @Nullable
        String content,

        @Schema(description = "transfer: where the money goes") @Nullable
        List<Detail> details,

        @Schema(description = "send_crypto: which asset") @Nullable
        String asset,

        @Schema(description = "send_crypto: to which address") @Nullable
        String address,

        @Schema(description = "send_crypto: how much, in the asset's smallest unit") @Nullable
        String atomicUnits,

        @Schema(description = "invoke: which of the wallet's own software to call, such as wechat_jsapi") @Nullable
        String bridge,

        @Schema(description = "invoke: what to call it with") @Nullable
        Map<String, String> parameters,

        @Schema(format = "date-time", description = "When the provider stops waiting") @Nullable
        String expiresAt) {

    /** One labelled value of a transfer, such as {@code iban}. */
    @Schema(name = "TransferDetail")
    public record Detail(String label, String value) {}

    public static NextActionJson of(NextAction action) {
        String expires = Spelling.ofOptional(action.expiresAt());
        return switch (action) {
            case NextAction.Redirect to ->
                new NextActionJson("redirect", to.url(), null, null, null, null, null, null, null, expires);
            case NextAction.Scan code ->
                new NextActionJson("scan", null, code.content(), null, null, null, null, null, null, expires);
            case NextAction.Transfer transfer ->
                new NextActionJson(
                        "transfer",
                        null,
                        null,
                        transfer.details().stream()
                                .map(d -> new Detail(d.label(), d.value()))
                                .toList(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        expires);
            case NextAction.SendCrypto send ->
                new NextActionJson(
                        "send_crypto",
                        null,
                        null,
                        null,
                        send.asset(),
                        send.address(),
                        send.atomicUnits(),
                        null,
                        null,
                        expires);
            case NextAction.Invoke call ->
                new NextActionJson(
                        "invoke", null, null, null, null, null, null, call.bridge(), call.parameters(), expires);
            case NextAction.Await ignored ->
                new NextActionJson("await", null, null, null, null, null, null, null, null, expires);
        };
    }
}
