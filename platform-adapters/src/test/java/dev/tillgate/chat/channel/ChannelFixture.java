package dev.tillgate.chat.channel;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** A channel with its other side, as the contract needs it. */
public interface ChannelFixture extends AutoCloseable {
    /** For channels that are no program of the shop's. */
    ChannelType.Seal NO_SEAL = (url, id, body) -> {
        throw new AssertionError("only the shop's own programs know its signature");
    };

    /** What every channel is opened with here: a wire to this machine, and a time. */
    static ChannelType.Tools tools(Exchange wire, InstantSource clock) {
        return new ChannelType.Tools(wire, "https://gateway.example/hooks/chat/chn_1", NO_SEAL, clock);
    }

    ChannelType type();

    /** Opened for the other side. */
    Channel channel();

    /** A conversation that the other side knows. */
    String conversation();

    /** A buyer writes: the request that tells us, exactly as the channel sends it. */
    InboundRequest writes(String conversation, String text);

    /** Requests that look like this one and must not be believed. */
    List<InboundRequest> forged(InboundRequest genuine);

    /** Requests that are genuine and about nothing that a buyer said. */
    List<InboundRequest> besides();

    /** What happens to our next calls. */
    void trouble(Mishap next);

    /** Which of them can happen here. */
    Set<Mishap> possible();

    /** What the buyer sees of us, oldest first; links written out. */
    List<String> screen(String conversation);

    /** The buyer, or the channel, removes a message of ours. */
    void removes(String ref);

    /** Never to be seen anywhere. */
    List<String> secrets();

    @Override
    void close();
}
