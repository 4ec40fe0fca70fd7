package dev.tillgate.webapp.console;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.DisputeEvidence;
import dev.tillgate.flow.DisputeFiles;
import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what belongs to a dispute's evidence, and how handing it in goes. */
final class EvidencePack {
    private static final int MOST_EVENTS = 500;

    private final Books books;
    private final Clock clock;

    /** What it is read from. */
    record Books(
            DisputeReader disputes,
            DisputeFiles files,
            PaymentReader payments,
            CallbackBook callbacks,
            Administration administration) {}

    /**
     * Handing in, as the page shows it.
     *
     * @param provider the id of the kind of provider
     * @param byProgram whether the provider takes evidence from programs at all
     * @param evidence what is handed in, or was, or null
     */
    public record Sending(
            String provider, boolean byProgram, @Nullable DisputeEvidence evidence) {}

    EvidencePack(Books books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    Sending sending(MerchantId merchant, Line line) {
        String provider = books.administration
                .accounts()
                .account(merchant, line.record().account())
                .map(ProviderAccount::provider)
                .orElse("");
        Optional<ProviderType> type = books.administration.providers().type(provider);
        boolean byProgram =
                type.filter(kind -> kind.can(Provider.AnswersDisputes.class)).isPresent();
        return new Sending(
                provider,
                byProgram,
                books.disputes.evidence(merchant, line.added().id()).orElse(null));
    }

    /** The whole evidence, in the language of the view. */
    EvidencePage read(View view, MerchantId merchant, Line line) {
        PaymentView payment = books.payments
                .file(merchant, line.record().payment())
                .map(file -> new PaymentView(file, line.record().payment()))
                .orElseThrow();
        List<Event> events = books.payments.events(merchant, line.record().order(), 0, MOST_EVENTS).stream()
                .filter(event -> event.payment().equals(payment.id()))
                .toList();
        List<Delivery> delivered = events.stream()
                .filter(event -> event.type().isCalledBack())
                .flatMap(event -> books.callbacks.read(merchant, event.id()).stream())
                .filter(delivery -> delivery.deliveredAt() != null)
                .toList();
        String store = books.administration
                .merchants()
                .store(merchant, line.store())
                .map(Store::name)
                .orElse("");
        return new EvidencePage(
                view,
                line,
                payment,
                store,
                events,
                delivered,
                books.files.of(merchant, line.added().id()),
                clock.instant());
    }
}
