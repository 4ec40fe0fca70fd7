package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.provider.Dispute;
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
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Disputes: what has to be answered by when, the merchant's words, and the evidence to hand in. */
@Path("/console/disputes")
public final class DisputesResource {
    private static final int MOST_PAGES = 1_000;

    private final EvidencePack.Books books;
    private final EvidencePack pack;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    DisputesResource(EvidencePack.Books books, Gate gate, ConsolePages pages, Clock clock) {
        this.books = books;
        this.pack = new EvidencePack(books, clock);
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    @GET
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("page") @Nullable String page,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Dispute.Status wanted = Ids.of(status, Dispute.Status::valueOf).orElse(null);
        int number = page != null && page.matches("[0-9]{1,4}") ? Math.min(Integer.parseInt(page), MOST_PAGES) : 0;
        return gate.page(headers, operator -> {
            List<Line> found = books.disputes()
                    .list(
                            new DisputeReader.Filter(operator.merchant(), null, wanted),
                            number * Listing.SIZE,
                            Listing.SIZE + 1);
            List<Line> lines = found.subList(0, Math.min(found.size(), Listing.SIZE));
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "disputes",
                    "disputes.title",
                    "console/disputes.jte",
                    view -> new DisputesPage(
                            view, lines, wanted, number, found.size() > Listing.SIZE, clock.instant()));
        });
    }

    @GET
    @Path("{id}")
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return known(
                id,
                asked,
                (operator, line) -> pages.show(
                        asked,
                        operator,
                        "disputes",
                        "dispute.title",
                        "console/dispute.jte",
                        view -> new DisputePage(
                                view,
                                line,
                                pack.sending(operator.merchant(), line),
                                books.files()
                                        .of(operator.merchant(), line.added().id()),
                                clock.instant())));
    }

    /** One file that needs nothing else: what the provider's form asks a merchant to attach. */
    @GET
    @Path("{id}/evidence")
    public Response evidence(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return known(id, asked, (operator, line) -> {
            Response page = pages.show(
                    asked,
                    operator,
                    "disputes",
                    "evidence.title",
                    "console/evidence.jte",
                    view -> pack.read(view, operator.merchant(), line));
            return Response.fromResponse(page)
                    .header(
                            "Content-Disposition",
                            "attachment; filename=\"evidence-" + line.added().id() + ".html\"")
                    .build();
        });
    }

    @POST
    @Path("{id}/note")
    public Response note(
            @PathParam("id") String id,
            @FormParam("note") @Nullable String note,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        String text = Objects.requireNonNullElse(note, "").replace("\r\n", "\n").strip();
        return gate.form(headers, code, operator -> {
            Optional<DisputeId> dispute = Ids.of(id, DisputeId::new);
            if (dispute.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            if (text.codePointCount(0, text.length()) > DisputePage.LONGEST_NOTE) {
                return gate.to("/console/disputes/" + dispute.get() + "?said=note");
            }
            return books.disputes().note(operator.merchant(), dispute.get(), text, clock.instant())
                    ? gate.to("/console/disputes/" + dispute.get() + "?said=saved")
                    : pages.missing(new Asked(headers, null, null), operator);
        });
    }

    private Response known(String id, Asked asked, BiFunction<Operator, Line, Response> answer) {
        return gate.page(asked.headers(), operator -> Ids.of(id, DisputeId::new)
                .flatMap(dispute -> books.disputes().find(operator.merchant(), dispute))
                .map(line -> answer.apply(operator, line))
                .orElseGet(() -> pages.missing(asked, operator)));
    }
}
