package dev.tillgate.webapp.console;

import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.merchant.Store;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a store is talked to, who talks to it, and what waits for a person.
 *
 * @param settings as saved, or null when it was never said
 * @param script where the widget's script is
 * @param connected kinds of channels
 */
public record ChatPage(
        View view,
        Store store,
        @Nullable ChatStore settings,
        String script,
        Set<String> connected,
        List<ChatSession> recent,
        List<ChatNote> waiting) {
    /** Every kind of channel there is. */
    public List<ChannelType> channels() {
        return ChatChannels.ALL;
    }

    public String channelName(String kind) {
        return ChannelPage.name(view, kind);
    }

    public String channelPath(ChannelType type) {
        return view.path("/console/stores/" + store.id() + "/channels/" + type.id());
    }

    public String path() {
        return view.path("/console/stores/" + store.id() + "/chat");
    }

    public boolean isOn() {
        return settings != null && settings.widget();
    }

    public String policy() {
        return settings == null ? "" : settings.policy();
    }

    public String policyUrl() {
        return settings == null || settings.policyUrl() == null ? "" : settings.policyUrl();
    }

    /** What to put on the shop's pages. */
    public String snippet() {
        return "<script src=\"" + script + "\" data-store=\"" + store.id() + "\" defer></script>";
    }
}
