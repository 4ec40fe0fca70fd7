package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Parts;
import dev.tillgate.provider.simulator.Parts.Part;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/**
 * Files handed over as evidence: PDF, PNG and JPEG of at most 5 MB. Only what they are is kept, not what is in them. See
 * docs.stripe.com/api/files/create and /file-upload, checked 2026-11-25. Runs under the book's lock.
 */
final class Files {
    static final String KIND = "file";
    private static final int LARGEST = 5_000_000;
    private static final Set<String> TYPES = Set.of("pdf", "png", "jpg");

    private final JsonBook book;
    private final InstantSource clock;
    private final String baseUrl;

    Files(JsonBook book, InstantSource clock, String baseUrl) {
        this.book = book;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    ObjectNode create(String account, InboundRequest request) {
        List<Part> parts = Parts.read(request.header("Content-Type"), request.body());
        if (parts == null) {
            throw Refusal.invalid(null, "File for key file was not uploaded as multipart/form-data.");
        }
        Part file = null;
        String purpose = "";
        for (Part part : parts) {
            if (part.name().equals("purpose")) {
                purpose = part.text();
            } else if (part.name().equals("file")) {
                file = part;
            }
        }
        if (!purpose.equals("dispute_evidence")) {
            throw Refusal.invalid("parameter_missing", "The simulator takes files for dispute_evidence only.")
                    .about("purpose");
        }
        if (file == null || file.fileName() == null) {
            throw Refusal.invalid("parameter_missing", "Missing required param: file.")
                    .about("file");
        }
        if (!TYPES.contains(file.kind()) || file.content().length > LARGEST) {
            throw Refusal.invalid(null, "This file is not a PDF, PNG or JPEG of at most 5 MB.")
                    .about("file");
        }
        return kept(account, file);
    }

    private ObjectNode kept(String account, Part file) {
        ObjectNode made = Shapes.object();
        String id = Shapes.newId("file");
        long now = clock.instant().getEpochSecond();
        made.put("id", id).put("object", "file").put("created", now).putNull("expires_at");
        made.put("filename", file.fileName()).putNull("links").put("purpose", "dispute_evidence");
        made.put("size", file.content().length).putNull("title").put("type", file.kind());
        made.put("url", baseUrl + "/v1/files/" + id + "/contents").put(Shapes.ACCOUNT, account);
        book.put(KIND, id, made);
        return made;
    }
}
