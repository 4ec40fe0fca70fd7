package dev.tillgate.webapp.api;

import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.chat.ChatCodes;
import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.Grants;
import dev.tillgate.chat.OwnBots;
import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.ReadNotification;
import dev.tillgate.flow.RecommendMethods;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.ReopenPayment;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.flow.Transactions;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.merchant.AccessTokens;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ClientDirectory;
import dev.tillgate.platform.Connections;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.json.JsonBodyReader;
import dev.tillgate.webapp.connect.ConnectKeys;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.connect.TestShop;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Everything the API is made of, ready to be put on the web. */
public final class Api implements AutoCloseable {
    private static final int MOST_STREAMS = 5_000;
    private static final int MOST_STREAMS_PER_CLIENT = 100;
    private static final SentEvents.Pace STREAM_PACE =
            new SentEvents.Pace(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(15));

    private final List<Object> resources;
    private final List<Object> components;
    private final EventStreams streams;
    private final Waiting waiting;

    /** What the API asks for payments to be moved. */
    public record Flows(
            CreatePayment create,
            StartPayment start,
            CapturePayment capture,
            CancelPayment cancel,
            RefundPayment refund,
            ReopenPayment reopen,
            RecommendMethods recommend,
            DeliverCallbacks deliver) {}

    /** What the API reads and remembers with. */
    public record Books(
            PaymentReader payments,
            CallbackBook callbacks,
            DisputeReader disputes,
            Transactions transactions,
            ReadNotification notifications) {}

    /** Who may ask. */
    public record Doors(SigningKeys keys, AccessTokens tokens, ClientDirectory clients) {}

    /**
     * How it is set up.
     *
     * @param perSecond most requests of one client in a second, in the long run; 0 for no limit
     */
    public record Setup(URI publicUrl, Links links, int perSecond, InstantSource clock) {}

    /** What shops' plugins connect with. */
    public record Connect(
            ConnectShops shops,
            ConnectKeys keys,
            TestShop test,
            Administration administration,
            Connections connections) {}

    /** What conversations are made of. */
    public record Chat(
            Conversations conversations,
            ChatBook book,
            Grants grants,
            ChatCodes codes,
            OwnBots bots,
            Vault vault,
            ChatStreams streams) {}

    public Api(Flows flows, Books books, Doors doors, Setup setup, Connect connect, Chat chat) {
        InstantSource clock = setup.clock();
        streams = new EventStreams(MOST_STREAMS, MOST_STREAMS_PER_CLIENT);
        waiting = new Waiting();
        PaymentAnswers answers = new PaymentAnswers(books.payments(), setup.links(), flows.recommend()::advice);
        PaymentEvents events = new PaymentEvents(books.payments());
        Repeats repeats = new Repeats(books.transactions(), clock);
        Callers callers = new Callers(
                doors.tokens(),
                doors.clients(),
                new Rates(setup.perSecond(), setup.perSecond() * 2.0, System::nanoTime));
        TokenResource.Limits tokenLimits = new TokenResource.Limits(
                new Rates(setup.perSecond() == 0 ? 0 : 20, 100, System::nanoTime),
                new Rates(0.1, 10, System::nanoTime));
        ConnectAnswers connections = new ConnectAnswers(connect.administration(), setup.publicUrl(), clock);
        ChatTokens chatTokens = new ChatTokens(chat.vault());
        ChatPermits permits = new ChatPermits(chat.conversations(), chat.grants());
        boolean limited = setup.perSecond() != 0;
        resources = List.of(
                new ChatGrantsResource(chat.grants(), chat.codes(), clock),
                new ChatDraftsResource(connect.connections(), repeats),
                new ChatOpenResource(
                        chat.conversations(),
                        chat.book(),
                        chat.bots(),
                        new ChatOpenResource.Keys(callers, permits, chatTokens),
                        new Rates(limited ? 5 : 0, 50, System::nanoTime),
                        clock),
                new ChatSessionResource(chat.conversations(), chat.book(), permits, waiting),
                new ChatQrResource(chat.conversations()),
                new ChatRepliesResource(chat.conversations(), chat.book()),
                new ChatStreamResource(chat.book(), chat.streams()),
                new PaymentsResource(flows.create(), books.payments(), answers, repeats, waiting),
                new PaymentResource(answers, events, flows.recommend()),
                new PaymentMovesResource(
                        new PaymentMovesResource.Flows(
                                flows.start(), flows.capture(), flows.cancel(), flows.refund(), flows.reopen()),
                        answers,
                        repeats,
                        waiting),
                new PaymentStreamResource(answers, events, streams, STREAM_PACE),
                new CallbacksResource(books.callbacks(), flows.deliver(), repeats),
                new DisputesResource(books.disputes()),
                new TokenResource(doors.clients(), doors.tokens(), tokenLimits, clock),
                new WellKnownResource(doors.keys(), setup.publicUrl()),
                new HooksResource(books.notifications(), clock),
                new KeysHookResource(connect.keys(), rarely(setup)),
                new ConnectTokenResource(connect.shops(), connections, rarely(setup)),
                new ConnectionResource(connect.shops(), connect.test(), connections, rarely(setup)));
        ChatCallers chatCallers =
                new ChatCallers(callers, chatTokens, chat.book(), new Rates(limited ? 2 : 0, 30, System::nanoTime));
        components = List.of(new ScopeFeature(callers, chatCallers), new JsonBodyReader(), new ChatDoor());
    }

    /** For what a person sets off: twenty at once, then one in five seconds. */
    private static Rates rarely(Setup setup) {
        return new Rates(setup.perSecond() == 0 ? 0 : 0.2, 20, System::nanoTime);
    }

    /** Objects with addresses of their own. */
    public List<Object> resources() {
        return resources;
    }

    /** Filters and readers that they need. */
    public List<Object> components() {
        return components;
    }

    /** To be told of commits. */
    public EventStreams streams() {
        return streams;
    }

    /** Ends open streams; requests in progress are finished. */
    @Override
    public void close() {
        streams.close();
        waiting.close();
    }
}
