package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeFiles;
import dev.tillgate.flow.DisputeFiles.Document;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.provider.Evidence;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Documents of a merchant that go into the evidence of a dispute. */
@Path("/console/disputes/{id}/files")
public final class DisputeFilesResource {
    /** What a form weighs besides its file. */
    private static final int AROUND = 10_000;

    private final DisputeFiles files;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    DisputeFilesResource(DisputeFiles files, Gate gate, ConsolePages pages, Clock clock) {
        this.files = files;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    @POST
    public Response add(@PathParam("id") String id, InputStream sent, @Context HttpHeaders headers) throws IOException {
        byte[] body = sent.readNBytes(DisputeFiles.LARGEST + AROUND + 1);
        Optional<UploadForm> form = UploadForm.read(headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        String code =
                form.map(UploadForm::fields).map(fields -> fields.get("form")).orElse(null);
        Optional<DisputeId> dispute = Ids.of(id, DisputeId::new);
        if (dispute.isPresent() && body.length > DisputeFiles.LARGEST + AROUND) {
            // Its end is missing, so nothing in it can be trusted; nothing was changed either.
            return gate.page(headers, operator -> back(dispute.get(), "file"));
        }
        return gate.form(headers, code, operator -> {
            if (dispute.isEmpty() || form.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            UploadForm file = form.get();
            Optional<String> type = file.mediaType();
            if (type.isEmpty() || file.content().length > DisputeFiles.LARGEST) {
                return back(dispute.get(), "file");
            }
            String name = file.name().isEmpty() ? "document" : file.name();
            Evidence.Topic topic =
                    Ids.of(file.fields().get("topic"), Evidence.Topic::valueOf).orElse(Evidence.Topic.OTHER);
            Document document = new Document(0, name, topic, type.get(), file.content(), clock.instant());
            return back(dispute.get(), files.add(operator.merchant(), dispute.get(), document) ? "saved" : "files");
        });
    }

    @POST
    @Path("{number}/remove")
    public Response remove(
            @PathParam("id") String id,
            @PathParam("number") String number,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            Optional<DisputeId> dispute = Ids.of(id, DisputeId::new);
            if (dispute.isEmpty() || !number.matches("[0-9]{1,6}")) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            files.remove(operator.merchant(), dispute.get(), Integer.parseInt(number));
            return back(dispute.get(), "saved");
        });
    }

    private Response back(DisputeId dispute, String said) {
        return gate.to("/console/disputes/" + dispute + "?said=" + said);
    }
}
