package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementReader;
import dev.tillgate.flow.settlement.SettlementReader.Line;
import dev.tillgate.flow.settlement.SettlementReader.Missing;
import dev.tillgate.flow.settlement.SettlementReader.Open;
import dev.tillgate.flow.settlement.SettlementReader.Payout;
import dev.tillgate.flow.settlement.SettlementReader.Place;
import dev.tillgate.merchant.AccountBook;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of settlement files: rows that nothing explains, what is missed, and payouts with their statements. */
@Path("/console/settlement/")
public final class SettlementFindingsResource {
    private static final int LONGEST_KEY = 128;

    private final Console.Settlement settlement;
    private final AccountBook accounts;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    SettlementFindingsResource(
            Console.Settlement settlement, AccountBook accounts, Gate gate, ConsolePages pages, Clock clock) {
        this.settlement = settlement;
        this.accounts = accounts;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    @GET
    @Path("open")
    public Response open(
            @QueryParam("finding") @Nullable String finding,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Optional<Place> place = place(after);
        return gate.page(headers, operator -> {
            List<Open> read = reader().open(
                            operator.merchant(),
                            Ids.of(finding, Finding::valueOf).orElse(null),
                            place.orElse(null),
                            Listing.SIZE + 1);
            Map<String, String> filter = Map.of("finding", Objects.requireNonNullElse(finding, ""));
            Listing<Open> list = Listing.of(
                    read,
                    filter,
                    place.isEmpty() ? null : after,
                    row -> cursor(row.line().bookedAt(), row.line().key()));
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "settlement",
                    "settlement.open",
                    "console/settlement-open.jte",
                    view -> new SettlementOpenPage(view, names(operator), list, clock.instant()));
        });
    }

    /** Looks at all of them again: what was in doubt or came late may be explained by now. */
    @POST
    @Path("open")
    public Response again(@FormParam("form") @Nullable String code, @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            for (ProviderAccount account : accounts.accounts(operator.merchant())) {
                if (settlement.imports().canRead(account.provider())) {
                    settlement.imports().lookAgain(operator.merchant(), account.id());
                }
            }
            return gate.to("/console/settlement/open?said=looked_again");
        });
    }

    @GET
    @Path("missing")
    public Response missing(
            @QueryParam("after") @Nullable String after, @Context HttpHeaders headers, @Context UriInfo uri) {
        Optional<AttemptId> cursor = Ids.of(after, AttemptId::new);
        return gate.page(headers, operator -> {
            Instant now = clock.instant();
            Missing missing = reader().missing(
                            operator.merchant(),
                            cursor.map(AttemptId::value).orElse(null),
                            SettlementReader.USUAL_DELAY,
                            now);
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "settlement",
                    "settlement.missing",
                    "console/settlement-missing.jte",
                    view -> new SettlementMissingPage(view, names(operator), missing, cursor.isEmpty(), now));
        });
    }

    @GET
    @Path("payouts")
    public Response payouts(
            @QueryParam("after") @Nullable String after, @Context HttpHeaders headers, @Context UriInfo uri) {
        Optional<Place> place = place(after);
        return gate.page(headers, operator -> {
            List<Payout> read = reader().payouts(operator.merchant(), place.orElse(null), Listing.SIZE + 1);
            Listing<Payout> list = Listing.of(
                    read, Map.of(), place.isEmpty() ? null : after, payout -> cursor(payout.bookedAt(), payout.ref()));
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "settlement",
                    "settlement.payouts",
                    "console/settlement-payouts.jte",
                    view -> new SettlementPayoutsPage(view, names(operator), list));
        });
    }

    @GET
    @Path("payouts/{account}/{currency}/{ref}")
    public Response payout(
            @PathParam("account") String account,
            @PathParam("currency") String currency,
            @PathParam("ref") String ref,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        String key = after == null || after.length() > LONGEST_KEY ? null : after;
        return gate.page(headers, operator -> {
            Optional<PayoutStatement> found = Ids.of(account, AccountId::new).flatMap(id -> decoded(ref)
                    .flatMap(text -> reader().statement(operator.merchant(), id, text, currency)));
            if (found.isEmpty()) {
                return pages.missing(asked, operator);
            }
            List<Line> read = reader().rows(found.get().payout(), key, Listing.SIZE + 1);
            Listing<Line> rows = Listing.of(read, Map.of(), key, Line::key);
            return pages.show(
                    asked,
                    operator,
                    "settlement",
                    "settlement.payout",
                    "console/settlement-payout.jte",
                    view -> new SettlementPayoutPage(view, names(operator), found.get(), rows));
        });
    }

    private AccountNames names(Operator operator) {
        return new AccountNames(accounts.accounts(operator.merchant()));
    }

    private SettlementReader reader() {
        return settlement.reader();
    }

    private static String cursor(Instant at, String key) {
        return at.toEpochMilli() + "_" + key;
    }

    private static Optional<Place> place(@Nullable String cursor) {
        int at = cursor == null ? -1 : cursor.indexOf('_');
        if (cursor == null || at < 1 || at > 15 || cursor.length() > LONGEST_KEY + 16) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.ofEpochMilli(Long.parseLong(cursor.substring(0, at)));
            return Optional.of(new Place(time, cursor.substring(at + 1)));
        } catch (NumberFormatException odd) {
            return Optional.empty();
        }
    }

    private static Optional<String> decoded(String ref) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(ref), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }
}
