package dev.tillgate.chat.meta;

import dev.tillgate.chat.channel.ChannelFixture;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.provider.InboundRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the contract of channels finds the same at both of Meta's. */
public interface MetaFixture extends ChannelFixture {
    @Override
    default List<InboundRequest> forged(InboundRequest genuine) {
        return ForgedMeta.of(genuine);
    }

    @Override
    default Set<Mishap> possible() {
        return EnumSet.complementOf(EnumSet.of(Mishap.NONE));
    }

    @Override
    default void removes(String ref) {
        throw new UnsupportedOperationException("nothing is edited here");
    }

    @Override
    default List<String> secrets() {
        return List.of(FakeGraph.TOKEN, FakeGraph.APP_SECRET, FakeGraph.VERIFY);
    }
}
