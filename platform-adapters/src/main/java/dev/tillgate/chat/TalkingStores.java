package dev.tillgate.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which stores have conversations, so that payments of the others cost nothing more. */
public final class TalkingStores {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

    private final ChatBook book;
    private final Cache<StoreId, Boolean> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    public TalkingStores(ChatBook book) {
        this.book = book;
    }

    /** It has one now. */
    public void talks(StoreId store) {
        known.put(store, true);
    }

    /** Whether it surely has none, as far as is known without asking. */
    boolean isSilent(StoreId store) {
        return Boolean.FALSE.equals(known.getIfPresent(store));
    }

    /** Asks where it is not known. */
    boolean doesTalk(MerchantId merchant, StoreId store) {
        @Nullable Boolean talks = known.getIfPresent(store);
        if (talks == null) {
            talks = !book.recent(merchant, store, 0, 1).isEmpty();
            known.put(store, talks);
        }
        return talks;
    }
}
