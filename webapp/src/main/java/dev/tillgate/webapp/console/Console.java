package dev.tillgate.webapp.console;

import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.DisputeFiles;
import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.DryRun;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PolicyBook;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.ReopenPayment;
import dev.tillgate.flow.SubmitEvidence;
import dev.tillgate.flow.Transactions;
import dev.tillgate.flow.route.RouteBook;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementBook;
import dev.tillgate.flow.settlement.SettlementReader;
import dev.tillgate.ledger.LedgerReader;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.OwnerSetup;
import dev.tillgate.merchant.RegisterWebhook;
import dev.tillgate.merchant.UserBook;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.connect.ConnectKeys;
import dev.tillgate.webapp.connect.ConnectRequest;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.connect.ShopReach;
import dev.tillgate.webapp.page.FormGuard;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.practice.Practice;
import dev.tillgate.webapp.practice.PracticeReports;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The console's parts put together. Another section is one more resource here and one more word in the menu. */
public final class Console {
    private Console() {}

    /** What the console works on. */
    public record Work(
            Administration administration,
            CallbackEndpoints endpoints,
            CallbackBook callbacks,
            PaymentReader payments,
            LedgerReader ledger,
            Links links,
            Practice practice,
            ChatsResource.Talks talks,
            ChannelsResource.Lines lines,
            Routing routing,
            Settlement settlement,
            Connect connect,
            ShopResource.Books shops) {}

    /** What connects shops: what their plugins ask for, and who can be reached. */
    public record Connect(ConnectShops shops, ConnectKeys keys, ShopReach reach, Vault vault, Clock clock) {
        String sealed(ConnectRequest request) {
            return request.sealed(vault, clock.instant());
        }

        Optional<ConnectRequest> request(String sealed) {
            return ConnectRequest.opened(vault, sealed, clock.instant());
        }
    }

    /** Which account is chosen for what, and what other rules would change. */
    public record Routing(RouteBook book, DryRun dryRun) {}

    /**
     * Settlement files.
     *
     * @param practice files of accounts that are only for practice
     */
    public record Settlement(
            ImportSettlement imports, SettlementBook book, SettlementReader reader, PracticeReports practice) {}

    /** What is asked about payments that did not go as they should. */
    public record Care(DisputeReader disputes, DisputeFiles files, PolicyBook policies) {}

    /** What the console can do with payments. */
    public record Flows(
            CapturePayment capture,
            CancelPayment cancel,
            RefundPayment refund,
            ReopenPayment reopen,
            SubmitEvidence evidence,
            Directory directory,
            Dispatcher dispatcher,
            Transactions transactions) {}

    /** People, and how they get in. */
    public record People(UserBook users, OwnerSetup setup) {}

    /** How pages are made, and the address they are reached at. */
    public record Web(Pages pages, FormGuard forms, URI publicUrl) {}

    /** The finished resources. */
    public static List<Object> resources(Work work, Flows flows, People people, Care care, Web web, Clock clock) {
        Passwords passwords = new Passwords();
        LogIn logIn = new LogIn(people.users, passwords, clock);
        Gate gate = new Gate(logIn, web.forms, web.pages);
        ConsolePages pages = new ConsolePages(web.pages, gate);
        Administration administration = work.administration;
        EvidencePack.Books evidence =
                new EvidencePack.Books(care.disputes, care.files, work.payments, work.callbacks, administration);
        ConnectAppResource.Place place = new ConnectAppResource.Place(web.publicUrl, clock);
        return List.of(
                new SignInResource(logIn, gate, web.forms, pages),
                new SetupResource(
                        people.setup,
                        administration.merchants(),
                        people.users,
                        new SetupResource.Entry(logIn, passwords, gate, web.forms, pages),
                        clock),
                new PaymentsResource(work.payments, administration.merchants(), gate, pages),
                new PaymentResource(
                        new PaymentResource.Books(
                                work.payments,
                                work.ledger,
                                care.disputes,
                                administration.merchants(),
                                administration.accounts(),
                                work.routing.book,
                                work.links),
                        new PaymentResource.Moves(
                                flows.capture,
                                flows.cancel,
                                flows.refund,
                                flows.reopen,
                                new FormOnce(flows.transactions, clock)),
                        gate,
                        pages),
                new CallbacksResource(work.callbacks, administration.merchants(), gate, pages, clock),
                new SettlementResource(work.settlement, administration.accounts(), gate, pages),
                new SettlementFindingsResource(work.settlement, administration.accounts(), gate, pages, clock),
                new StoresResource(administration, gate, pages),
                new KeysResource(administration, work.connect.keys(), gate, pages),
                new EndConnectionResource(administration, work.connect.shops(), gate, pages),
                new ConnectDoorResource(work.connect, gate, pages),
                new ConnectResource(
                        administration, work.connect, new ConnectResource.Door(logIn, web.forms), gate, pages),
                new StoreResource(administration, work.endpoints, work.shops, gate, pages, clock),
                new ShopResource(work.shops, administration.merchants(), gate, pages, clock),
                new CustomShopResource(work.shops, administration.merchants(), gate, pages, clock),
                new ChatsResource(work.talks, administration.merchants(), gate, pages, web.publicUrl, clock),
                new ChannelsResource(work.lines, administration.merchants(), gate, pages, clock),
                new ConnectAppResource(work.shops, administration.merchants(), gate, pages, place),
                new PaymentsAppResource(work.shops, administration.merchants(), gate, pages, place),
                new RoutingResource(administration, work.routing, gate, pages),
                new AccountsResource(administration, work.links, work.practice, gate, pages),
                new WebhookResource(
                        new RegisterWebhook(flows.directory, flows.dispatcher, administration.providers(), work.links),
                        gate,
                        pages),
                new DisputesResource(evidence, gate, pages, clock),
                new EvidenceSendResource(evidence, flows.evidence, gate, pages, clock),
                new DisputeFilesResource(care.files, gate, pages, clock),
                new PolicyResource(administration, care.policies, gate, pages));
    }
}
