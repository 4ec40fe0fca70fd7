package dev.tillgate.webapp.console;

import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.DisputeEvidence.Words;
import dev.tillgate.flow.Event;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.OrderLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The evidence as words, for providers that want it as text: the same facts as in the document, line by line. */
final class EvidenceText {
    private static final int LONGEST = 60_000;
    private static final int LONGEST_PRODUCTS = 10_000;

    private final EvidencePage page;
    private final View view;
    private final List<String> lines = new ArrayList<>();

    private EvidenceText(EvidencePage page) {
        this.page = page;
        this.view = page.view();
    }

    static Words of(EvidencePage page) {
        String products = page.payment().order().lines().stream()
                .map(line -> line(line, page.view()))
                .collect(Collectors.joining("\n"));
        List<String> refunds = page.payment().operations().stream()
                .filter(operation -> operation.kind() == OperationKind.REFUND)
                .filter(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .map(Operation::providerRef)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .filter(ref -> ref.matches("[!-~]{1,200}"))
                .toList();
        return new Words(
                page.note(), cut(products, LONGEST_PRODUCTS), cut(new EvidenceText(page).written(), LONGEST), refunds);
    }

    private static String line(OrderLine line, View view) {
        return line.quantity() + " × " + line.name() + "  " + view.money(line.total());
    }

    private String written() {
        fact("payment.store", page.store());
        fact("payment.order", page.line().orderReference());
        fact("payment.id", page.payment().id().value());
        fact("dispute.ref", page.line().dispute().ref());
        fact("evidence.disputed", view.money(page.line().dispute().amount()));
        fact("payment.amount", view.money(page.payment().payment().amount()));
        fact("payment.captured", view.money(page.payment().payment().captured()));
        fact("payment.refunded", view.money(page.payment().payment().refunded()));
        title("attempts.title");
        for (Attempt attempt : page.payment().attempts()) {
            row(
                    attempt.createdAt(),
                    view.frame().texts().method(attempt.method()),
                    view.word(attempt.status()),
                    view.money(attempt.amount()),
                    Objects.requireNonNullElse(attempt.providerRef(), ""));
        }
        if (!page.payment().operations().isEmpty()) {
            title("operations.title");
        }
        for (Operation operation : page.payment().operations()) {
            row(
                    operation.createdAt(),
                    view.word(operation.kind()),
                    view.word(operation.status()),
                    view.money(operation.amount()),
                    Objects.requireNonNullElse(operation.providerRef(), ""));
        }
        title("timeline.title");
        for (Event event : page.events()) {
            row(
                    event.createdAt(),
                    view.textOr("event." + event.type().code(), event.type().code()));
        }
        if (!page.delivered().isEmpty()) {
            title("evidence.told");
        }
        for (Delivery delivery : page.delivered()) {
            row(
                    Objects.requireNonNull(delivery.deliveredAt()),
                    delivery.event().type().code());
        }
        lines.add("");
        lines.add(view.text("evidence.made", view.time(page.now())) + " " + view.text("times.utc"));
        return String.join("\n", lines);
    }

    private void fact(String key, String value) {
        lines.add(view.text(key) + ": " + value);
    }

    private void title(String key) {
        lines.add("");
        lines.add(view.text(key));
    }

    private void row(Instant at, String... words) {
        lines.add((view.time(at) + "  " + String.join("  ", words)).strip());
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
