package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeEvidence;
import dev.tillgate.flow.DisputeFiles;
import dev.tillgate.flow.DisputeFiles.Document;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.provider.Evidence;
import dev.tillgate.webapp.page.Language;
import java.time.Instant;
import java.util.List;

/** One dispute, with the merchant's words and documents about it. */
public record DisputePage(View view, Line line, EvidencePack.Sending sending, List<Document> files, Instant now) {
    /** How long a note may be, in characters. */
    public static final int LONGEST_NOTE = 10_000;

    public String path() {
        return view.path("/console/disputes/" + line.added().id());
    }

    public boolean canAddFile() {
        return files.size() < DisputeFiles.MOST && !isFixed();
    }

    /** Whether documents must stay as they are, because they are handed in. */
    public boolean isFixed() {
        DisputeEvidence evidence = sending.evidence();
        return evidence != null && evidence.isFixed();
    }

    /** Whether its answer is awaited. */
    public boolean isBeingSent() {
        DisputeEvidence evidence = sending.evidence();
        return evidence != null && evidence.status() == DisputeEvidence.Status.SENDING;
    }

    /** Whether it can be handed in by the gateway now. */
    public boolean canSend() {
        return sending.byProgram() && !isFixed() && line.needsResponse();
    }

    /** Whether the console is read in Chinese, and the record so goes in Chinese unless something else is chosen. */
    public boolean inChinese() {
        return view.frame().texts().language() == Language.ZH_CN;
    }

    public String provider() {
        return view.textOr("provider." + sending.provider(), sending.provider());
    }

    /** Why the provider did not take it, or empty. */
    public String refusal() {
        DisputeEvidence evidence = sending.evidence();
        return evidence == null || evidence.why() == null ? "" : view.text("evidence.refused." + evidence.why());
    }

    /** How handing in stands, in words; empty before it was begun. */
    public String standing() {
        DisputeEvidence evidence = sending.evidence();
        if (evidence == null) {
            return canSend() ? view.text("evidence.state.none") : "";
        }
        Instant settled = evidence.settledAt();
        String key = "evidence.state." + evidence.status();
        return settled == null ? view.text(key) : view.text(key, view.time(settled));
    }

    public String tone() {
        DisputeEvidence evidence = sending.evidence();
        return evidence == null
                ? ""
                : switch (evidence.status()) {
                    case SENDING -> "warn";
                    case SENT -> "ok";
                    case REFUSED -> "bad";
                };
    }

    public List<Evidence.Topic> topics() {
        return List.of(Evidence.Topic.values());
    }

    public String note() {
        String note = line.added().note();
        return note == null ? "" : note;
    }
}
