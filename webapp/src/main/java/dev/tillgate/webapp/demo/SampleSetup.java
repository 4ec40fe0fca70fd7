package dev.tillgate.webapp.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.callback.Endpoint;
import dev.tillgate.callback.WebhookSecret;
import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.InstallationFacts;
import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.Stores;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Settings;
import dev.tillgate.vault.Vault;
import java.net.URI;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Fills an empty installation with something to try: a merchant, a store, an account at the sandbox, and the demo
 * shop's own API client. It does what a person would do in the console, and copies the credentials to where the demo
 * shop finds them. Started again after a crash it finishes what it began; an installation that is used by somebody else
 * it leaves alone.
 */
public final class SampleSetup {
    private static final String BEGUN = "sample.merchant";
    private static final String DONE = "sample.shop";
    private static final String PURPOSE = "demo-shop";
    private static final String MERCHANT_NAME = "Lantern & Leaf";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Administration administration;
    private final CallbackEndpoints endpoints;
    private final InstallationFacts facts;
    private final Vault vault;
    private final Clock clock;

    public SampleSetup(
            Administration administration,
            CallbackEndpoints endpoints,
            InstallationFacts facts,
            Vault vault,
            Clock clock) {
        this.administration = administration;
        this.endpoints = endpoints;
        this.facts = facts;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * Makes the sample, or brings its addresses up to date with where this start is reached.
     *
     * @param localUrl where the gateway reaches itself, such as {@code http://localhost:8080}
     * @param sandbox settings of an account at the sandbox
     * @return whether there is a sample: not when the installation belongs to somebody else
     */
    public boolean run(URI localUrl, Settings sandbox) {
        Optional<Sample> done = sample();
        if (done.isPresent()) {
            update(done.get(), localUrl, sandbox);
            return true;
        }
        Optional<MerchantId> merchant = merchant();
        merchant.ifPresent(id -> make(id, localUrl, sandbox));
        return merchant.isPresent();
    }

    /** What the demo shop's operator would have copied from the console by now. */
    public ShopAccess access() {
        Sample sample = sample().orElseThrow(() -> new IllegalStateException("the demo shop is not set up"));
        List<String> secrets =
                endpoints.find(sample.merchant(), sample.store()).map(Endpoint::secrets).orElse(List.of()).stream()
                        .map(WebhookSecret::text)
                        .toList();
        return new ShopAccess(sample.store().value(), sample.client(), sample.secret(), secrets);
    }

    /** That the shop's pages may open conversations. */
    public ChatStore chat() {
        Sample sample = sample().orElseThrow(() -> new IllegalStateException("the demo shop is not set up"));
        return new ChatStore(sample.merchant(), sample.store(), true, "demo-1", null, clock.instant());
    }

    private Optional<MerchantId> merchant() {
        Optional<String> begun = facts.get(BEGUN);
        if (begun.isEmpty() && administration.merchants().merchants().isEmpty()) {
            facts.putIfAbsent(BEGUN, MerchantId.next().value());
            begun = facts.get(BEGUN);
        }
        return begun.map(MerchantId::new);
    }

    private void make(MerchantId merchant, URI localUrl, Settings sandbox) {
        if (administration.merchants().merchant(merchant).isEmpty()) {
            administration.merchants().insert(new Merchant(merchant, MERCHANT_NAME, clock.instant()));
        }
        Store store = administration.merchants().stores(merchant).stream()
                .findFirst()
                .orElseGet(() -> administration.stores().open(merchant, MERCHANT_NAME, Stores.CUSTOM));
        ProviderAccount account = administration.accounts().accounts(merchant).stream()
                .findFirst()
                .orElseGet(() -> administration.providers().open(merchant, "sandbox", "Sandbox", sandbox.values()));
        administration.methods().enableAll(merchant, store.id(), account.id());
        administration.stores().callAt(merchant, store.id(), callbackUrl(localUrl));
        endpoints.withSecret(merchant, store.id());
        ApiClients.Issued issued =
                administration.apiClients().create(merchant, store.id(), "Demo shop", EnumSet.allOf(Scope.class));
        keep(new Sample(
                merchant,
                store.id(),
                account.id(),
                issued.client().id().value(),
                issued.secret().value()));
    }

    private void update(Sample sample, URI localUrl, Settings sandbox) {
        String url = callbackUrl(localUrl);
        boolean moved = endpoints
                .find(sample.merchant(), sample.store())
                .map(Endpoint::url)
                .filter(known -> known.endsWith("/demo/callbacks") && !known.equals(url))
                .isPresent();
        if (moved) {
            administration.stores().callAt(sample.merchant(), sample.store(), url);
        }
        administration
                .accounts()
                .account(sample.merchant(), sample.account())
                .filter(account -> !account.settings().equals(sandbox))
                .ifPresent(account -> administration
                        .providers()
                        .change(sample.merchant(), account.id(), account.label(), sandbox.values()));
    }

    /** Where the demo shop is told of events. */
    public static String callbackUrl(URI localUrl) {
        return localUrl + "/demo/callbacks";
    }

    private void keep(Sample sample) {
        try {
            facts.put(DONE, vault.seal(PURPOSE, DONE, JSON.writeValueAsString(sample.toJson())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    private Optional<Sample> sample() {
        return facts.get(DONE).map(text -> {
            try {
                return Sample.of(JSON.readTree(vault.open(PURPOSE, DONE, text)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the demo shop's credentials are not JSON");
            }
        });
    }

    private record Sample(MerchantId merchant, StoreId store, AccountId account, String client, String secret) {
        static Sample of(JsonNode json) {
            return new Sample(
                    new MerchantId(json.path("merchant").asText()),
                    new StoreId(json.path("store").asText()),
                    new AccountId(json.path("account").asText()),
                    json.path("client").asText(),
                    json.path("secret").asText());
        }

        JsonNode toJson() {
            return JSON.createObjectNode()
                    .put("merchant", merchant.value())
                    .put("store", store.value())
                    .put("account", account.value())
                    .put("client", client)
                    .put("secret", secret);
        }

        /** Never the secret. */
        @Override
        public String toString() {
            return "Sample[" + client + "]";
        }
    }
}
