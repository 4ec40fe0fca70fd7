package dev.tillgate.merchant;

import dev.tillgate.flow.Directory;
import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.Links;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Provider.RegistersWebhook;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Registration.Registered;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a provider send its notifications to the gateway, so that nobody has to copy an address there and a secret back.
 * What the provider tells goes straight into the account's sealed settings, before anything older is taken away. Safe to
 * press again at any moment: what is there is found, and an answer that was lost is asked for with the same token.
 */
public final class RegisterWebhook {
    private static final Logger LOG = LoggerFactory.getLogger(RegisterWebhook.class);
    private static final int TRIES = 3;

    private final Directory directory;
    private final Dispatcher dispatcher;
    private final ProviderAccounts accounts;
    private final Links links;

    public RegisterWebhook(Directory directory, Dispatcher dispatcher, ProviderAccounts accounts, Links links) {
        this.directory = directory;
        this.dispatcher = dispatcher;
        this.accounts = accounts;
        this.links = links;
    }

    /**
     * Registers the account's own address.
     *
     * @param token the same for every try of one wish
     * @param replace whether one that is there already may be replaced
     */
    public Registration run(MerchantId merchant, AccountId id, String token, boolean replace) {
        OpenAccount account = directory.account(merchant, id).orElse(null);
        if (account == null || !(account.provider() instanceof RegistersWebhook provider)) {
            return new Registration.Refused(Registration.Reason.OTHER, "");
        }
        WebhookRequest request = new WebhookRequest(links.notifications(id), token, replace);
        Registration answer = asked(account, provider, request);
        for (int i = 1; i < TRIES && answer instanceof Registration.Unknown; i++) {
            answer = asked(account, provider, request);
        }
        if (answer instanceof Registration.Refused refused) {
            LOG.info("{} does not register a webhook: {} {}", account.type().id(), refused.reason(), refused.detail());
        }
        if (answer instanceof Registered registered) {
            if (!registered.settings().isEmpty()) {
                accounts.learn(merchant, id, registered.settings());
            }
            if (!registered.replaced().isEmpty()) {
                return removed(account, provider, registered);
            }
        }
        return answer;
    }

    private Registration asked(OpenAccount account, RegistersWebhook provider, WebhookRequest request) {
        return dispatcher.ask(
                account,
                "register_webhook",
                account.id().value(),
                () -> provider.register(request),
                (surely, why) -> new Registration.Unknown(why));
    }

    /** What is left of the older ones is told, by their names. */
    private Registration removed(OpenAccount account, RegistersWebhook provider, Registered registered) {
        List<String> left = dispatcher.ask(
                account,
                "unregister_webhook",
                account.id().value(),
                () -> {
                    provider.unregister(registered.replaced());
                    return List.<String>of();
                },
                (surely, why) -> registered.replaced());
        return new Registered(registered.settings(), left);
    }
}
