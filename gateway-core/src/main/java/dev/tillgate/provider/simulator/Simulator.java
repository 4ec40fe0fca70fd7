package dev.tillgate.provider.simulator;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a provider's wire: its API and its payer's pages, with a book of its own that says what is true,
 * and with trouble on demand. It serves the contract suite, and merchants who practice without an account. Safe for
 * many threads.
 */
public interface Simulator extends AutoCloseable {
    /** Answers a request whose path is relative to the base address, such as {@code /v1/charges}. */
    Reply handle(InboundRequest request);

    /**
     * The settings of an account (an id of letters and digits), as its merchant would type them in; always the same for
     * the same root secret.
     */
    Settings account(String id);

    /** The address of the page on which the payer of this reference pays, or null when there is nothing to pay. */
    @Nullable
    String payerPage(String account, String reference);

    /** The account's settlement file of all days so far, in the provider's own form. */
    SettlementFile settlement(String account);

    /** A file to download. */
    record SettlementFile(String name, String contentType, byte[] content) {}

    @Override
    void close();

    /** Builds a provider's simulator. */
    @FunctionalInterface
    interface Opener {
        Simulator open(Setup setup);
    }

    /**
     * How a simulator is set up.
     *
     * @param baseUrl where it is served, without a slash at the end, such as {@code http://127.0.0.1:8080/practice/x}
     * @param folder where its book is kept, or null to keep it in memory only
     * @param rootSecret what all its keys are derived from; keep it, or all accounts change
     * @param faults what goes wrong
     * @param sender how notifications leave, or null when none are sent
     */
    record Setup(
            String baseUrl,
            @Nullable Path folder,
            String rootSecret,
            FaultPlan faults,
            @Nullable Exchange sender,
            InstantSource clock) {
        /** Never the secret. */
        @Override
        public String toString() {
            return "Setup[" + baseUrl + "]";
        }
    }
}
