package dev.tillgate.webapp.api;

import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.Vault;
import java.util.Optional;

/**
 * The token that lets its holder speak in one conversation and nowhere else: conversation and merchant in the clear, and
 * a code over both that only this installation can compute. It is never stored.
 */
final class ChatTokens {
    private static final String PURPOSE = "chat-session";
    private static final String START = "chat.";
    private static final int ID = 26;
    private static final int MAC = 43;

    private final Vault vault;

    ChatTokens(Vault vault) {
        this.vault = vault;
    }

    /** What a token names. */
    record Named(MerchantId merchant, ChatId chat) {}

    String of(ChatSession session) {
        String ids = bare(session.id().value()) + bare(session.merchant().value());
        return START + ids + vault.mac(PURPOSE, ids);
    }

    static boolean isOne(String token) {
        return token.startsWith(START);
    }

    /** What the token names; empty when it is not one of ours, whatever the reason. */
    Optional<Named> read(String token) {
        if (!isOne(token) || token.length() != START.length() + 2 * ID + MAC) {
            return Optional.empty();
        }
        String ids = token.substring(START.length(), START.length() + 2 * ID);
        String chat = ChatId.PREFIX + "_" + ids.substring(0, ID);
        String merchant = MerchantId.PREFIX + "_" + ids.substring(ID);
        boolean genuine = vault.isMac(PURPOSE, ids, token.substring(START.length() + 2 * ID));
        return genuine
                        && TimeOrderedId.isWellFormed(chat, ChatId.PREFIX)
                        && TimeOrderedId.isWellFormed(merchant, MerchantId.PREFIX)
                ? Optional.of(new Named(new MerchantId(merchant), new ChatId(chat)))
                : Optional.empty();
    }

    private static String bare(String id) {
        return id.substring(id.indexOf('_') + 1);
    }
}
