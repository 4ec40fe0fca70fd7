package dev.tillgate.catalog;

import dev.tillgate.chat.bot.Bot;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.chatwoot.Chatwoot;
import dev.tillgate.chat.messenger.Messenger;
import dev.tillgate.chat.model.Model;
import dev.tillgate.chat.telegram.Telegram;
import dev.tillgate.chat.wechat.WeChat;
import dev.tillgate.chat.wecom.WeCom;
import dev.tillgate.chat.whatsapp.WhatsApp;
import java.util.List;
import java.util.Optional;

/** Every chat channel there is: adding one adds one line here. */
public final class ChatChannels {
    public static final List<ChannelType> ALL = List.of(
            WeChat.TYPE, WeCom.TYPE, WhatsApp.TYPE, Messenger.TYPE, Telegram.TYPE, Chatwoot.TYPE, Bot.TYPE, Model.TYPE);

    private ChatChannels() {}

    /** The channel with this id. */
    public static Optional<ChannelType> find(String id) {
        return ALL.stream().filter(type -> type.id().equals(id)).findFirst();
    }
}
