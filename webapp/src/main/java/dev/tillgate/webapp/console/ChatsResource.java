package dev.tillgate.webapp.console;

import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.OwnBots;
import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.flow.chat.Delivery;
import dev.tillgate.flow.chat.DeliveryBook;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conversations of a store: how it wants to be talked to, what was said, and a person's answer. */
@Path("/console/stores/{id}/chat")
public final class ChatsResource {
    private static final int RECENT = 50;
    private static final int SHOWN = 500;
    private static final int LONGEST_POLICY = 64;
    private static final int LONGEST_URL = 2_000;

    private final Talks talks;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;
    private final URI publicUrl;
    private final Clock clock;

    /** What was said, and how to say more. */
    public record Talks(
            ChatBook book, ChannelBook channels, DeliveryBook deliveries, Conversations conversations, OwnBots bots) {}

    ChatsResource(Talks talks, MerchantBook merchants, Gate gate, ConsolePages pages, URI publicUrl, Clock clock) {
        this.talks = talks;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    @GET
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> store(id, operator)
                .map(store -> pages.show(
                        asked,
                        operator,
                        "stores",
                        "chat.title",
                        "console/chat.jte",
                        view -> new ChatPage(
                                view,
                                store,
                                talks.book.store(store.id()).orElse(null),
                                publicUrl + "/chat/widget.js",
                                talks.channels.of(store.merchant(), store.id()).stream()
                                        .map(ChatChannel::kind)
                                        .collect(Collectors.toSet()),
                                talks.book.recent(store.merchant(), store.id(), 0, RECENT),
                                talks.book.notes(store.merchant(), store.id(), null, RECENT))))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    @POST
    public Response save(
            @PathParam("id") String id,
            @FormParam("widget") @Nullable String widget,
            @FormParam("policy") @Nullable String policy,
            @FormParam("policyUrl") @Nullable String policyUrl,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> store(id, operator)
                .map(store -> {
                    String version = Objects.requireNonNullElse(policy, "").strip();
                    String url = Objects.requireNonNullElse(policyUrl, "").strip();
                    boolean fits = version.length() <= LONGEST_POLICY
                            && url.length() <= LONGEST_URL
                            && (url.isEmpty() || url.matches("https?://[^\\s\"<>]+"));
                    if (!fits) {
                        return gate.to("/console/stores/" + store.id() + "/chat?said=chat_policy");
                    }
                    talks.book.set(new ChatStore(
                            store.merchant(),
                            store.id(),
                            widget != null,
                            version,
                            url.isEmpty() ? null : url,
                            clock.instant()));
                    return gate.to("/console/stores/" + store.id() + "/chat?said=saved");
                })
                .orElseGet(() -> pages.missing(new Asked(headers, null, null), operator)));
    }

    @GET
    @Path("{chat}")
    public Response conversation(
            @PathParam("id") String id,
            @PathParam("chat") String chat,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> known(
                        id,
                        chat,
                        operator,
                        (store, session) -> pages.show(
                                asked,
                                operator,
                                "stores",
                                "chat.conversation",
                                "console/conversation.jte",
                                view -> new ConversationPage(
                                        view,
                                        store,
                                        session,
                                        talks.deliveries
                                                .find(session.merchant(), session.id())
                                                .map(Delivery::problem)
                                                .orElse(null),
                                        talks.book.messages(
                                                session.merchant(),
                                                session.id(),
                                                Math.max(0, session.lastSequence() - SHOWN),
                                                SHOWN),
                                        talks.book.orders(session.merchant(), session.id()),
                                        talks.book.notes(session.merchant(), session.store(), session.id(), RECENT))))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    @POST
    @Path("{chat}")
    public Response answer(
            @PathParam("id") String id,
            @PathParam("chat") String chat,
            @FormParam("do") @Nullable String what,
            @FormParam("text") @Nullable String text,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> known(id, chat, operator, (store, session) -> {
                    String words = Objects.requireNonNullElse(text, "")
                            .replace("\r\n", "\n")
                            .strip();
                    String said = said(session, Objects.requireNonNullElse(what, ""), words);
                    return gate.to("/console/stores/" + store.id() + "/chat/" + session.id() + "?said=" + said);
                })
                .orElseGet(() -> pages.missing(new Asked(headers, null, null), operator)));
    }

    /** What a person does about an order that is talked about. */
    @POST
    @Path("{chat}/orders")
    public Response order(
            @PathParam("id") String id,
            @PathParam("chat") String chat,
            @FormParam("do") @Nullable String what,
            @FormParam("order") @Nullable String order,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> known(id, chat, operator, (store, session) -> {
                    String said =
                            done(session, Objects.requireNonNullElse(what, ""), Objects.requireNonNullElse(order, ""));
                    return gate.to("/console/stores/" + store.id() + "/chat/" + session.id() + "?said=" + said);
                })
                .orElseGet(() -> pages.missing(new Asked(headers, null, null), operator)));
    }

    private String done(ChatSession session, String what, String order) {
        for (Conversations.Deed deed : Conversations.Deed.values()) {
            if (deed.name().equalsIgnoreCase(what)) {
                return talks.conversations.does(session.merchant(), session.id(), order, deed)
                        ? "saved"
                        : "wrong_state";
            }
        }
        return "stale";
    }

    private String said(ChatSession session, String what, String words) {
        switch (what) {
            case "say" -> {
                if (words.isEmpty() || words.length() > Conversations.LONGEST_TEXT) {
                    return "stale";
                }
                talks.conversations.says(session.merchant(), session.id(), words);
                done(session, ChatNote.Kind.PERSON);
            }
            case "give_back" ->
                talks.conversations.giveBack(
                        session.merchant(), session.id(), talks.bots.answering(session.merchant(), session.store()));
            case "done" ->
                talks.book
                        .notes(session.merchant(), session.store(), session.id(), RECENT)
                        .forEach(note -> talks.book.done(session.merchant(), note.id(), clock.instant()));
            default -> {
                return "stale";
            }
        }
        return "saved";
    }

    /** Whoever answers has dealt with the wish for a person. */
    private void done(ChatSession session, ChatNote.Kind kind) {
        List<ChatNote> open = talks.book.notes(session.merchant(), session.store(), session.id(), RECENT);
        open.stream()
                .filter(note -> note.kind() == kind)
                .forEach(note -> talks.book.done(session.merchant(), note.id(), clock.instant()));
    }

    private Optional<Store> store(String id, Operator operator) {
        return Ids.of(id, StoreId::new).flatMap(known -> merchants.store(operator.merchant(), known));
    }

    private Optional<Response> known(
            String id, String chat, Operator operator, BiFunction<Store, ChatSession, Response> work) {
        return store(id, operator).flatMap(store -> Ids.of(chat, ChatId::new)
                .flatMap(known -> talks.book.session(store.merchant(), known))
                .filter(session -> session.store().equals(store.id()))
                .map(session -> work.apply(store, session)));
    }
}
