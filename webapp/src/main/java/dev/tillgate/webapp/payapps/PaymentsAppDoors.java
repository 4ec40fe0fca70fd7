package dev.tillgate.webapp.payapps;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.merchant.AccountBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.platform.AnswerSessions;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.ReadShopMessage;
import dev.tillgate.platform.TakeSession;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.page.Pages;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** What is served for the operator's payments app. */
public final class PaymentsAppDoors {
    private static final String SANDBOX = "sandbox";
    private static final String MODE = "mode";
    private static final String PRACTICE = "practice";

    private PaymentsAppDoors() {}

    /** What is read and written. */
    public record Books(
            SessionBook sessions,
            GuardBook guards,
            Connections connections,
            Directory directory,
            AccountBook accounts) {}

    /** What is set off. */
    public record Work(CreatePayment create, AnswerSessions answers, ReadShopMessage messages, Committed committed) {}

    /** What it stands on. */
    public record Ground(Books books, Work work, Vault vault, MeterRegistry meters, Clock clock) {}

    public static List<Object> resources(OperatorApp app, Ground ground, Pages pages, Links links, URI publicUrl) {
        Books books = ground.books();
        BackLinks back = new BackLinks(ground.vault(), publicUrl);
        TakeSession take = new TakeSession(
                books.sessions(),
                books.guards(),
                books.connections(),
                new TakeSession.Ways(
                        ground.work().create(),
                        books.directory(),
                        links,
                        back::of,
                        (merchant, offer) -> isPractice(books.accounts(), merchant, offer)),
                ground.work().committed(),
                ground.clock());
        return List.of(
                new SessionsResource(
                        new PlatformDoor(app),
                        take,
                        new FreshSettings(app, books.sessions(), books.connections()),
                        ground.meters()),
                new BackResource(
                        back, books.connections(), books.guards(), ground.work().answers(), pages),
                new AppMessagesResource(take, ground.work().messages(), ground.clock()),
                new InstallResource(app, pages, ground.clock()));
    }

    private static boolean isPractice(AccountBook accounts, MerchantId merchant, StoreProfile.Offer offer) {
        return offer.provider().equals(SANDBOX)
                || accounts.account(merchant, offer.account())
                        .map(account -> account.settings().getOr(MODE, "").equals(PRACTICE))
                        .orElse(false);
    }
}
