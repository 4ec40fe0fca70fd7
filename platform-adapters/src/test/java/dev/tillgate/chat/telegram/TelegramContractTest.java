package dev.tillgate.chat.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelContract;
import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Telegram keeps the contract of channels. */
class TelegramContractTest extends ChannelContract {
    private static final long BUYER = 5_551_234_567L;

    @Override
    protected ChannelFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements ChannelFixture {
        private final FakeTelegram telegram = new FakeTelegram();
        private final HttpExchange wire =
                new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
        private final TelegramChannel channel = new TelegramChannel(
                new Settings(Map.of(Telegram.TOKEN, FakeTelegram.TOKEN, Telegram.API, telegram.url())),
                new ChannelType.Tools(
                        wire,
                        "https://gateway.example/hooks/chat/chn_1",
                        ChannelFixture.NO_SEAL,
                        InstantSource.system()));

        Fixture() {
            channel.register();
        }

        @Override
        public ChannelType type() {
            return Telegram.TYPE;
        }

        @Override
        public Channel channel() {
            return channel;
        }

        @Override
        public String conversation() {
            return Long.toString(BUYER);
        }

        @Override
        public InboundRequest writes(String conversation, String text) {
            return request(telegram.writes(Long.parseLong(conversation), text), telegram.secret());
        }

        private static InboundRequest request(ObjectNode update, String secret) {
            return new InboundRequest(
                    "POST",
                    "/hooks/chat/chn_1",
                    null,
                    Map.of(TelegramChannel.SECRET_HEADER, secret),
                    update.toString().getBytes(StandardCharsets.UTF_8),
                    Instant.now());
        }

        @Override
        public List<InboundRequest> forged(InboundRequest genuine) {
            return List.of(
                    headers(genuine, Map.of()),
                    headers(genuine, Map.of(TelegramChannel.SECRET_HEADER, "")),
                    headers(genuine, Map.of(TelegramChannel.SECRET_HEADER, telegram.secret() + "0")),
                    headers(genuine, Map.of(TelegramChannel.SECRET_HEADER, FakeTelegram.TOKEN)));
        }

        private static InboundRequest headers(InboundRequest request, Map<String, String> headers) {
            return new InboundRequest(
                    request.method(), request.path(), request.query(), headers, request.body(), request.receivedAt());
        }

        @Override
        public List<InboundRequest> besides() {
            ObjectNode photo = telegram.writes(BUYER, "x");
            ((ObjectNode) photo.get("message")).remove("text");
            ((ObjectNode) photo.get("message")).putArray("photo");
            ObjectNode invoice = telegram.writes(BUYER, "x");
            invoice.remove("message");
            invoice.putObject("pre_checkout_query").put("id", "77").put("total_amount", 1);
            return List.of(
                    request(photo, telegram.secret()),
                    request(invoice, telegram.secret()),
                    request(telegram.writesInGroup(BUYER, "pay order 1042"), telegram.secret()));
        }

        @Override
        public void trouble(Mishap next) {
            telegram.trouble(next);
        }

        @Override
        public Set<Mishap> possible() {
            return EnumSet.of(Mishap.LOST_BEFORE, Mishap.LOST_AFTER, Mishap.BUSY, Mishap.BROKEN, Mishap.BLOCKED);
        }

        @Override
        public List<String> screen(String conversation) {
            return telegram.messages(Long.parseLong(conversation)).stream()
                    .map(message -> {
                        String url = message.at("/reply_markup/inline_keyboard/0/0/url")
                                .asText();
                        return message.path("text").asText() + (url.isEmpty() ? "" : " " + url);
                    })
                    .toList();
        }

        @Override
        public void removes(String ref) {
            telegram.deletes(ref);
        }

        @Override
        public List<String> secrets() {
            return List.of(FakeTelegram.TOKEN, telegram.secret());
        }

        @Override
        public void close() {
            telegram.close();
            wire.close();
        }
    }
}
