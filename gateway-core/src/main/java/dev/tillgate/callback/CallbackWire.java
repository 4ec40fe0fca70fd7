package dev.tillgate.callback;

import dev.tillgate.flow.Transactions;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.http.AddressRule;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.http.LongAnswerException;
import dev.tillgate.provider.http.PinnedExchange;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The way to stores: never within a transaction, and only to addresses that a stranger may make us call. */
public final class CallbackWire {
    /** 3 s to connect, 10 s in all, 64 KiB of an answer nobody reads. */
    public static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(3), Duration.ofSeconds(10), 64 * 1024, false);

    private final Exchange exchange;
    private final Transactions transactions;

    /** @param exchange such as {@link #guarded} makes */
    public CallbackWire(Exchange exchange, Transactions transactions) {
        this.exchange = exchange;
        this.transactions = transactions;
    }

    /**
     * HTTP that resolves a name once, checks every address it has and connects to exactly those; close it at the end.
     *
     * @param allowPrivate whether private networks and this machine may be called, also without TLS: the operator's word
     */
    public static PinnedExchange guarded(boolean allowPrivate) {
        return guarded(allowPrivate, LIMITS);
    }

    /** The same within other limits. */
    public static PinnedExchange guarded(boolean allowPrivate, HttpLimits limits) {
        return new PinnedExchange(limits.withPlainHttp(allowPrivate), rule(allowPrivate));
    }

    /**
     * Public addresses, and private and loopback ones if the operator allows. Link-local ones (where clouds hand out
     * credentials), multicast and the like are no shop's address in any network.
     */
    static AddressRule rule(boolean allowPrivate) {
        AddressRule open = AddressRule.publicOnly();
        return address -> open.allows(address) || (allowPrivate && isPrivate(address));
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        boolean carrierGrade = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean siteLocal = bytes.length == 4 && address.isSiteLocalAddress();
        return address.isLoopbackAddress() || siteLocal || uniqueLocal || carrierGrade;
    }

    Reply send(Exchange.Ask ask) {
        if (transactions.isActive()) {
            throw new IllegalStateException("a store is called while a transaction is open");
        }
        try {
            return reply(exchange.send(ask));
        } catch (LongAnswerException talkative) {
            // A shop that answers with a whole page has answered.
            return reply(talkative.head());
        } catch (NotSentException notSent) {
            return new Reply(null, text(notSent), null);
        } catch (IOException lost) {
            return new Reply(null, text(lost), null);
        }
    }

    private static Reply reply(Exchange.Answer answer) {
        return new Reply(answer.status(), null, answer.header("retry-after"));
    }

    private static String text(IOException failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /**
     * What came back.
     *
     * @param status the HTTP status, or null when there was no answer
     * @param error why there was none, or null
     * @param retryAfter the header as it is, or null
     */
    record Reply(
            @Nullable Integer status,
            @Nullable String error,
            @Nullable String retryAfter) {}
}
