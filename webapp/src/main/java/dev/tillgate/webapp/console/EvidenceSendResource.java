package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.flow.SubmitEvidence;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.page.Language;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands a dispute's evidence in at the provider, once it is confirmed. */
@Path("/console/disputes/{id}/send")
public final class EvidenceSendResource {
    private final EvidencePack.Books books;
    private final EvidencePack pack;
    private final SubmitEvidence submit;
    private final Gate gate;
    private final ConsolePages pages;

    EvidenceSendResource(EvidencePack.Books books, SubmitEvidence submit, Gate gate, ConsolePages pages, Clock clock) {
        this.books = books;
        this.pack = new EvidencePack(books, clock);
        this.submit = submit;
        this.gate = gate;
        this.pages = pages;
    }

    /** @param language what the record of the payment is written in */
    @POST
    public Response send(
            @PathParam("id") String id,
            @FormParam("sure") @Nullable String sure,
            @FormParam("language") @Nullable String language,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            Optional<Line> line = Ids.of(id, DisputeId::new)
                    .flatMap(dispute -> books.disputes().find(operator.merchant(), dispute));
            if (line.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            boolean sends = "yes".equals(sure)
                    && pack.sending(operator.merchant(), line.get()).byProgram();
            String said =
                    !sends ? "evidence_sure" : confirmed(operator, line.get(), language) ? "evidence" : "evidence_not";
            return gate.to("/console/disputes/" + line.get().added().id() + "?said=" + said);
        });
    }

    private boolean confirmed(Operator operator, Line line, @Nullable String language) {
        View view = pages.view(operator, Language.ZH_CN.tag().equals(language) ? Language.ZH_CN : Language.EN);
        return submit.confirm(
                operator.merchant(),
                line.record().order(),
                line.added().id(),
                EvidenceText.of(pack.read(view, operator.merchant(), line)));
    }
}
