package dev.tillgate.webapp.practice;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.practice.SimulatorServlet.Served;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a merchant try providers without having an account there: every provider's simulator, under {@code
 * /practice/<provider>}. One is started when it is first asked for.
 */
public final class Practice implements AutoCloseable {
    private final List<ProviderType> types;
    private final Place place;
    private final Map<String, Simulator> open = new HashMap<>();

    /**
     * Where simulators live.
     *
     * @param publicUrl where the gateway is reached
     * @param folder where their books are kept
     * @param sender how their notifications leave
     */
    public record Place(URI publicUrl, Path folder, Vault vault, Exchange sender, Clock clock) {}

    public Practice(List<ProviderType> types, Place place) {
        this.types = List.copyOf(types);
        this.place = place;
    }

    /** The running simulator of a provider, if it has one. */
    public synchronized Optional<Simulator> simulator(String provider) {
        Simulator running = open.get(provider);
        if (running != null) {
            return Optional.of(running);
        }
        Optional<Simulator> started = types.stream()
                .filter(type -> type.id().equals(provider))
                .findFirst()
                .map(type -> type.rules().simulator())
                .map(opener -> opener.open(setup(provider)));
        started.ifPresent(simulator -> open.put(provider, simulator));
        return started;
    }

    /** Who answers a path, {@code /<provider>/…}. */
    public Optional<Served> serving(String path) {
        int end = path.indexOf('/', 1);
        String provider = path.substring(1, end < 0 ? path.length() : end);
        return simulator(provider).map(simulator -> new Served(simulator, end < 0 ? "/" : path.substring(end)));
    }

    /** Whether a provider can be practiced. */
    public boolean offers(ProviderType type) {
        return type.rules().simulator() != null;
    }

    /** What a merchant would type in for an account of its own at the simulator. */
    public Optional<Settings> account(String provider, MerchantId merchant) {
        return simulator(provider).map(simulator -> simulator.account(accountOf(merchant)));
    }

    /** The merchant's account at every simulator. */
    static String accountOf(MerchantId merchant) {
        return merchant.value().replace("_", "");
    }

    private Simulator.Setup setup(String provider) {
        return new Simulator.Setup(
                place.publicUrl() + "/practice/" + provider,
                place.folder().resolve(provider),
                HexFormat.of().formatHex(place.vault().derive("practice-" + provider)),
                FaultPlan.none(),
                place.sender(),
                place.clock());
    }

    @Override
    public synchronized void close() {
        open.values().forEach(Simulator::close);
        open.clear();
    }
}
