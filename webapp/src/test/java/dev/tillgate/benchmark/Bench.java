package dev.tillgate.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.sql.Database;
import dev.tillgate.sql.EmbeddedMariaDb;
import dev.tillgate.sql.Migrations;
import dev.tillgate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A database server of its own with durable commits, and the gateway on it. */
final class Bench implements AutoCloseable {
    private static final byte[] MASTER_KEY = "a benchmark's master key, 32 byt".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_POOL_MB = 1024;
    private static final int CONNECTIONS = 40;

    private final Path war;
    private final Path folder;
    private final int port;
    private final EmbeddedMariaDb server;
    private final Database database;
    private final HikariDataSource pool;
    private final Vault vault = new Vault(MASTER_KEY);
    private final Shop shop;

    private Bench(Path war, Path folder, EmbeddedMariaDb server) throws Exception {
        this.war = war;
        this.folder = folder;
        this.port = GatewayProcess.freePort();
        this.server = server;
        this.database = server.schema("tillgate");
        Migrations.apply(database);
        this.pool = database.pool(CONNECTIONS);
        this.shop = Shop.in(pool, vault, ownSandbox());
    }

    /** A new server and an empty, migrated schema with one shop. */
    static Bench open(Path war, Path folder) throws Exception {
        Path engines = folder.resolve("../engine").normalize();
        EmbeddedMariaDb server = EmbeddedMariaDb.start(new EmbeddedMariaDb.Setup(
                folder, null, engines, BUFFER_POOL_MB, true, step -> System.out.println("  " + step + " ...")));
        return new Bench(war, folder, server);
    }

    /** The gateway in its usual configuration, but without a limit to the rate, and the sandbox without a wire. */
    GatewayProcess gateway() throws Exception {
        return gateway(Map.of("TILLGATE_SANDBOX_IN_PROCESS", "true"));
    }

    GatewayProcess gateway(Map<String, String> more) throws Exception {
        return gateway(more, "");
    }

    /** The usual configuration with another size of the heap, such as {@code -Xmx512m}. */
    GatewayProcess gateway(String heap) throws Exception {
        return gateway(Map.of("TILLGATE_SANDBOX_IN_PROCESS", "true"), heap);
    }

    private GatewayProcess gateway(Map<String, String> more, String heap) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("TILLGATE_MASTER_KEY", Base64.getEncoder().encodeToString(MASTER_KEY));
        environment.put("TILLGATE_API_RATE", "0");
        return GatewayProcess.onDatabase(war, folder.resolve("gateway"), port, database, environment, heap);
    }

    Shop shop() {
        return shop;
    }

    /** One more shop, with an account at another bank. */
    Shop shopAt(Settings sandbox) {
        return Shop.in(pool, vault, sandbox);
    }

    /** One more shop, with an account at another provider. */
    Shop shopAt(Party party) {
        return Shop.in(pool, vault, party.provider(), party.settings());
    }

    Vault vault() {
        return vault;
    }

    HikariDataSource pool() {
        return pool;
    }

    long databasePid() {
        return server.pid();
    }

    /** Counts what the server is asked to do by {@code work}, by the names of its own counters. */
    Map<String, Long> counted(Work work) throws Exception {
        Map<String, Long> before;
        try (Connection connection = pool.getConnection()) {
            before = Template.counters(connection);
            work.run();
            Map<String, Long> more = new HashMap<>();
            Template.counters(connection)
                    .forEach((name, value) -> more.put(name, value - before.getOrDefault(name, 0L)));
            return more;
        }
    }

    /** Anything. */
    interface Work {
        void run() throws Exception;
    }

    /** Processor time of the gateway, the database and this program. */
    Cpu cpu(GatewayProcess gateway) throws Exception {
        return new Cpu(
                List.of(gateway.pid(), databasePid(), ProcessHandle.current().pid()));
    }

    /** The gateway's own bank: its keys follow from the master key. */
    private Settings ownSandbox() throws Exception {
        String root = HexFormat.of().formatHex(vault.derive("sandbox-bank"));
        try (SandboxBank bank = new SandboxBank(
                BankOptions.inMemory("http://localhost:" + port + "/sandbox", root), null, Clock.systemUTC())) {
            return bank.newAccount();
        }
    }

    @Override
    public void close() {
        pool.close();
        server.close();
    }
}
