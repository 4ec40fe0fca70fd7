package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Upload;
import dev.tillgate.flow.settlement.SettlementReader;
import dev.tillgate.flow.settlement.UploadTooLarge;
import dev.tillgate.merchant.AccountBook;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.AccountId;
import dev.tillgate.provider.simulator.Simulator.SettlementFile;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settlement files: hand one in, see how far its import is and what it comes to. */
@Path("/console/settlement")
public final class SettlementResource {
    private static final int BAD_SHOWN = 200;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_FIELD = 500;
    /** Seconds after which a page about something that is under way is to be asked for again. */
    private static final int REFRESH = 3;

    private final Console.Settlement settlement;
    private final AccountBook accounts;
    private final Gate gate;
    private final ConsolePages pages;

    SettlementResource(Console.Settlement settlement, AccountBook accounts, Gate gate, ConsolePages pages) {
        this.settlement = settlement;
        this.accounts = accounts;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response list(
            @QueryParam("after") @Nullable String after, @Context HttpHeaders headers, @Context UriInfo uri) {
        String cursor = after == null || !SettlementImport.isId(after) ? null : after;
        return gate.page(headers, operator -> {
            List<SettlementImport> read = reader().imports(operator.merchant(), cursor, Listing.SIZE + 1);
            Listing<SettlementImport> list = Listing.of(read, Map.of(), cursor, SettlementImport::id);
            List<ProviderAccount> all = accounts.accounts(operator.merchant());
            List<ProviderAccount> readable = all.stream()
                    .filter(account -> settlement.imports().canRead(account.provider()))
                    .toList();
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "settlement",
                    "settlement.title",
                    "console/settlement.jte",
                    view -> new SettlementListPage(view, new AccountNames(all), readable, practiced(readable), list));
        });
    }

    /** The report of a provider that is only for practice, to be handed in like any other. */
    @GET
    @Path("practice/{account}")
    public Response practice(@PathParam("account") String account, @Context HttpHeaders headers, @Context UriInfo uri) {
        return gate.page(headers, operator -> {
            Optional<SettlementFile> report = Ids.of(account, AccountId::new)
                    .flatMap(id -> accounts.account(operator.merchant(), id))
                    .flatMap(known -> settlement.practice().of(operator.merchant(), known));
            return report.map(file -> pages.file(file.name(), file.contentType(), file.content()))
                    .orElseGet(() -> pages.missing(Asked.of(headers, uri), operator));
        });
    }

    private List<ProviderAccount> practiced(List<ProviderAccount> readable) {
        return readable.stream().filter(settlement.practice()::offers).toList();
    }

    /** A multipart form, read by the servlet container: nothing of it is in memory. */
    @POST
    public Response upload(@Context HttpHeaders headers, @Context HttpServletRequest request) {
        return gate.page(headers, operator -> {
            if (request.getContentLengthLong() > ImportSettlement.MOST_BYTES) {
                return gate.to("/console/settlement?said=file_large");
            }
            try {
                String code = field(request, "form");
                return gate.form(headers, code, known -> take(known, request));
            } catch (IOException | ServletException | IllegalStateException broken) {
                return gate.to("/console/settlement?said=file_broken");
            }
        });
    }

    @GET
    @Path("imports/{id}")
    public Response show(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> {
            Optional<SettlementImport> found =
                    SettlementImport.isId(id) ? settlement.book().find(operator.merchant(), id) : Optional.empty();
            return found.isEmpty() ? pages.missing(asked, operator) : show(asked, operator, found.get());
        });
    }

    /** Takes up one that was given up. */
    @POST
    @Path("imports/{id}/again")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response again(
            @PathParam("id") String id, @FormParam("form") @Nullable String code, @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            boolean taken = SettlementImport.isId(id) && settlement.imports().tryAgain(operator.merchant(), id);
            String page = "/console/settlement" + (SettlementImport.isId(id) ? "/imports/" + id : "");
            return gate.to(taken ? page + "?said=import_again" : page);
        });
    }

    private Response show(Asked asked, Operator operator, SettlementImport of) {
        boolean[] underWay = {false};
        Response page = pages.show(
                asked, operator, "settlement", "settlement.import", "console/settlement-import.jte", view -> {
                    SettlementImportPage model = new SettlementImportPage(
                            view,
                            new AccountNames(accounts.accounts(operator.merchant())),
                            of,
                            of.dueAt() == null ? reader().sums(of) : List.of(),
                            reader().bad(of.merchant(), of.id(), BAD_SHOWN));
                    underWay[0] = model.isUnderWay();
                    return model;
                });
        return underWay[0]
                ? Response.fromResponse(page).header("Refresh", REFRESH).build()
                : page;
    }

    private Response take(Operator operator, HttpServletRequest request) {
        try {
            Optional<ProviderAccount> account = Ids.of(field(request, "account"), AccountId::new)
                    .flatMap(id -> accounts.account(operator.merchant(), id))
                    .filter(known -> settlement.imports().canRead(known.provider()));
            Part file = request.getPart("file");
            if (account.isEmpty() || file == null || file.getSize() == 0) {
                return gate.to("/console/settlement?said=file_missing");
            }
            Upload upload = new Upload(
                    operator.merchant(), account.get().id(), account.get().provider(), name(file));
            try (InputStream content = file.getInputStream()) {
                SettlementImport taken = settlement.imports().take(upload, content);
                return gate.to("/console/settlement/imports/" + taken.id());
            }
        } catch (UploadTooLarge large) {
            return gate.to("/console/settlement?said=file_large");
        } catch (IOException | ServletException | IllegalStateException broken) {
            return gate.to("/console/settlement?said=file_broken");
        }
    }

    private static String name(Part file) {
        String given = file.getSubmittedFileName();
        String name =
                given == null ? "" : given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String plain = name.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(LONGEST_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.isBlank() ? "?" : plain;
    }

    private static @Nullable String field(HttpServletRequest request, String name)
            throws IOException, ServletException {
        Part part = request.getPart(name);
        if (part == null || part.getSize() > LONGEST_FIELD) {
            return null;
        }
        try (InputStream content = part.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private SettlementReader reader() {
        return settlement.reader();
    }
}
