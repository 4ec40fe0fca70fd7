package dev.tillgate.webapp.console;

import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Connects a store to a chat channel: settings, a try, and the end. The store's own page is {@link ChatsResource}. */
@Path("/console/stores/{id}/channels/{type}")
public final class ChannelsResource {
    private static final int LONGEST = 4_000;
    private static final int MOST_CHANNELS = 20;

    private final Lines lines;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    /** Channels as kept, and as opened. */
    public record Lines(ChannelBook book, Channels channels) {}

    ChannelsResource(Lines lines, MerchantBook merchants, Gate gate, ConsolePages pages, Clock clock) {
        this.lines = lines;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    @GET
    public Response page(
            @PathParam("id") String id,
            @PathParam("type") String type,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> known(
                        operator,
                        id,
                        type,
                        (store, known) -> show(
                                asked,
                                operator,
                                new Form(
                                        store,
                                        known,
                                        kept(store, known)
                                                .map(one -> one.settings().values())
                                                .orElse(Map.of()),
                                        Map.of())))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    @POST
    public Response change(
            @PathParam("id") String id,
            @PathParam("type") String type,
            @FormParam("do") @Nullable String what,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers,
            MultivaluedMap<String, String> fields) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, code, operator -> known(operator, id, type, (store, known) -> {
                    if ("disconnect".equals(what)) {
                        kept(store, known).ifPresent(one -> lines.book.remove(store.merchant(), one.id()));
                        return gate.to("/console/stores/" + store.id() + "/chat?said=saved");
                    }
                    return connect(asked, operator, store, known, fields);
                })
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    private record Form(Store store, ChannelType type, Map<String, String> values, Map<String, String> problems) {}

    private Response connect(
            Asked asked, Operator operator, Store store, ChannelType type, MultivaluedMap<String, String> fields) {
        Optional<ChatChannel> before = kept(store, type);
        Map<String, String> values = new HashMap<>();
        Map<String, String> problems = new HashMap<>();
        for (SettingField field : type.settings()) {
            read(field, fields, before.orElse(null), values).ifPresent(problem -> problems.put(field.name(), problem));
        }
        if (problems.isEmpty()) {
            problems.putAll(type.check().apply(new Settings(values)));
        }
        ChannelId id = id(store, type, before);
        ChatChannel wanted = new ChatChannel(
                store.merchant(), id, store.id(), type.id(), new Settings(values), null, clock.instant());
        if (problems.isEmpty() && lines.channels.tried(wanted, type) instanceof Channel.Registers registers) {
            // Calls the channel, with no transaction open.
            registers
                    .register()
                    .ifPresent(problem -> problems.put(type.settings().get(0).name(), problem));
        }
        boolean tooMany =
                before.isEmpty() && lines.book.of(store.merchant(), store.id()).size() >= MOST_CHANNELS;
        if (!problems.isEmpty() || tooMany) {
            return show(asked.saying("stale"), operator, new Form(store, type, values, problems));
        }
        lines.book.save(wanted);
        if (type.can(Channel.Pulled.class)) {
            lines.book.pullAt(store.merchant(), id, clock.instant());
        }
        return gate.to("/console/stores/" + store.id() + "/channels/" + type.id() + "?said=saved");
    }

    /** A secret that is left empty stays as it is. */
    private static Optional<String> read(
            SettingField field,
            MultivaluedMap<String, String> fields,
            @Nullable ChatChannel before,
            Map<String, String> values) {
        String typed = Objects.requireNonNullElse(fields.getFirst("setting." + field.name()), "")
                .replace("\r\n", "\n")
                .strip();
        String value = typed.isEmpty() && field.secret() && before != null
                ? before.settings().getOr(field.name(), "")
                : typed;
        if (value.isEmpty()) {
            return field.required() ? Optional.of("problem.setting.missing") : Optional.empty();
        }
        values.put(field.name(), value);
        return value.length() > LONGEST
                ? Optional.of("problem.setting.invalid")
                : field.check().apply(value);
    }

    private Response show(Asked asked, Operator operator, Form form) {
        Optional<ChatChannel> kept = kept(form.store(), form.type());
        String address = lines.channels.addresses().of(id(form.store(), form.type(), kept));
        return pages.show(
                asked,
                operator,
                "stores",
                "channel.title",
                "console/channel.jte",
                view -> new ChannelPage(
                        view, form.store(), form.type(), address, kept.isPresent(), form.values(), form.problems()));
    }

    private ChannelId id(Store store, ChannelType type, Optional<ChatChannel> kept) {
        return kept.map(ChatChannel::id)
                .orElseGet(() -> lines.channels.addresses().first(store.merchant(), store.id(), type.id()));
    }

    private Optional<ChatChannel> kept(Store store, ChannelType type) {
        return lines.book.of(store.merchant(), store.id()).stream()
                .filter(one -> one.kind().equals(type.id()))
                .findFirst();
    }

    private Optional<Response> known(
            Operator operator, String id, String type, BiFunction<Store, ChannelType, Response> work) {
        return Ids.of(id, StoreId::new)
                .flatMap(store -> merchants.store(operator.merchant(), store))
                .flatMap(store -> ChatChannels.find(type).map(known -> work.apply(store, known)));
    }
}
