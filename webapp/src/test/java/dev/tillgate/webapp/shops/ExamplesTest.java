package dev.tillgate.webapp.shops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.callback.CallbackWire;
import dev.tillgate.client.Gateway;
import dev.tillgate.client.GatewayProblem;
import dev.tillgate.client.NewPayment;
import dev.tillgate.client.Payment;
import dev.tillgate.merchant.Scope;
import dev.tillgate.platform.MemoryDrawer;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.signed.FakeSignedShop;
import dev.tillgate.platform.signed.KeySignature;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.platform.signed.WebhookKey;
import dev.tillgate.provider.http.PinnedExchange;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.boot.Tools;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples for shops do what they say, as they are written, with a real gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../platform-adapters/examples");
    private static final String ORDER = """
            {"order":"1042","revision":1,"state":"unpaid","amount":"12.30","currency":"EUR","offered":true}""";

    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void aCustomShopInPhpIsPaidAndReadBack() throws IOException {
        String php = Tools.required("php", Tools.program("php")).toString();
        loop(
                "php",
                port -> List.of(php, "-S", "127.0.0.1:" + port, "callback.php"),
                port -> List.of(php, "-S", "127.0.0.1:" + port, "pay.php"));
    }

    @Test
    void aCustomShopInNodeIsPaidAndReadBack() throws IOException {
        String node = Tools.required("Node.js", Tools.program("node")).toString();
        loop("node", port -> List.of(node, "callback.mjs"), port -> List.of(node, "pay.mjs"));
    }

    @Test
    void aCustomShopInJavaIsPaidAndReadBack() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        String client = Path.of(Gateway.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        Path folder = folder("java");
        RunningExample.run(
                List.of(
                        home + "/bin/javac",
                        "--release",
                        "17",
                        "-cp",
                        client,
                        "Pay.java",
                        "TakeCallback.java",
                        "Shop.java"),
                folder,
                Map.of());
        String classes = client + ":.";
        loop(
                folder,
                port -> List.of(home + "/bin/java", "-cp", classes, "TakeCallback"),
                port -> List.of(home + "/bin/java", "-cp", classes, "Pay"));
    }

    @Test
    void withCurlAPaymentIsMadeAndAChangedOrderIsReadAgain() throws IOException {
        Tools.required("curl", Tools.program("curl"));
        Tools.required("openssl", Tools.program("openssl"));
        try (FakeSignedShop server = new FakeSignedShop()) {
            Shop shop = gateway.newShop(server.url(), EnumSet.allOf(Scope.class));
            server.key(new WebhookKey(gateway.callbackSecret(shop)));
            server.put("1042", "12.30", "EUR");
            gateway.connectShop(shop.merchant(), shop.store(), "custom", Map.of("reading", "yes"));
            Path folder = folder("curl");

            String checkout = RunningExample.run(List.of("sh", "pay.sh"), folder, environment(shop));
            assertThat(checkout.strip()).startsWith(gateway.url() + "/pay/");

            server.change("1042", order -> order.costing("15.00", "EUR"));
            RunningExample.run(List.of("sh", "changed.sh"), folder, environment(shop));

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(payments(shop))
                    .contains("15.00"));
        }
    }

    @Test
    void theJavaClientCreatesReadsCancelsAndRefunds() {
        Shop shop = gateway.newShop();
        Gateway client = new Gateway(gateway.url().toString(), shop.clientId(), shop.secret());
        Payment payment = client.create(NewPayment.of("7", "12.30", "EUR")
                .describedAs("Tea")
                .with(new NewPayment.Line("Tea", 1, "12.30"))
                .cancelTo("https://shop.example/cart"));
        assertThat(client.create(NewPayment.of("7", "12.30", "EUR")).id()).isEqualTo(payment.id());
        assertThat(client.cancel(payment.id()).status()).isEqualTo("canceled");

        Payment other = client.create(NewPayment.of("8", "12.30", "EUR"));
        payByCard(shop, other.id());
        assertThat(client.read(other.id()).isPaid()).isTrue();
        assertThat(client.refund(other.id(), "2.30", "EUR", "r-1").id())
                .isEqualTo(client.refund(other.id(), "2.30", "EUR", "r-1").id());
        assertThat(client.refundAll(other.id(), "r-2").amount()).isEqualTo("10.00");
        Assertions.assertThatThrownBy(() -> client.create(NewPayment.of("9", "12.305", "EUR")))
                .isInstanceOfSatisfying(GatewayProblem.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo("invalid-request");
                    assertThat(refused.fields()).singleElement().satisfies(field -> assertThat(field.pointer())
                            .isEqualTo("/amount"));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl/pay.sh",
                "php/pay.php",
                "php/callback.php",
                "node/pay.mjs",
                "node/callback.mjs",
                "java/Pay.java",
                "java/TakeCallback.java"
            })
    void anExampleIsFifteenLinesBesideWhatItImports(String file) throws IOException {
        try (Stream<String> lines = Files.lines(EXAMPLES.resolve(file))) {
            assertThat(lines.filter(line -> !line.isBlank() && !line.matches("(//|#|<\\?php //|import |require ).*")))
                    .hasSizeLessThanOrEqualTo(15);
        }
    }

    private interface Command {
        List<String> at(int port);
    }

    private void loop(String language, Command callback, Command pay) throws IOException {
        loop(folder(language), callback, pay);
    }

    /** Order, page, money, callback, and the gateway reads back that the shop says paid. */
    private void loop(Path folder, Command callback, Command pay) throws IOException {
        int port = RunningExample.freePort();
        Shop shop = gateway.newShop("http://127.0.0.1:" + port + "/", EnumSet.allOf(Scope.class));
        Map<String, String> environment = environment(shop);
        gateway.connectShop(shop.merchant(), shop.store(), "custom", Map.of("reading", "yes"));
        int payPort = RunningExample.freePort();
        try (RunningExample taking = RunningExample.start(callback.at(port), folder, port, environment);
                RunningExample paying = RunningExample.start(pay.at(payPort), folder, payPort, environment)) {
            assertThat(paying.location()).startsWith(gateway.url() + "/pay/");
            assertThat(RestAssured.post(taking.url()).statusCode())
                    .as("a request without a signature")
                    .isEqualTo(401);

            assertAnswers(taking.url(), environment.get("CALLBACK_SECRET"));

            String payment = RestAssured.given()
                    .header("Authorization", "Bearer " + token(shop))
                    .get(gateway.url() + "/api/v1/payments?order=1042")
                    .path("data[0].id");
            payByCard(shop, payment);

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(Files.readString(folder.resolve("1042.json")))
                        .contains("\"paid\"")
                        .contains(payment);
                assertThat(gateway.database()
                                .number("SELECT COUNT(*) FROM shop_guard WHERE agreed_at IS NOT NULL AND store_id = '"
                                        + shop.store() + "'"))
                        .as("the shop was read back and says paid")
                        .isEqualTo(1);
            });
        }
    }

    /** It is read and pinged as the gateway does, by orders that are there and orders that are not. */
    private static void assertAnswers(String url, String secret) {
        try (PinnedExchange exchange = CallbackWire.guarded(true)) {
            SignedShop read = new SignedShop(
                    "custom",
                    () -> List.of(url),
                    new PlatformType.Tools(
                            exchange,
                            new KeySignature(new WebhookKey(secret), url, Clock.systemUTC()),
                            new MemoryDrawer(),
                            "http://gateway.test/hooks/shops/sto_x",
                            Clock.systemUTC()));
            assertThat(read.ping().problem()).isNull();
            assertThat(read.load("1042")).isInstanceOf(OrderReading.Found.class);
            assertThat(read.load("7")).isInstanceOf(OrderReading.Missing.class);
        }
    }

    private Map<String, String> environment(Shop shop) {
        Map<String, String> environment = new HashMap<>();
        environment.put("TILLGATE_URL", gateway.url().toString());
        environment.put("CLIENT_ID", shop.clientId());
        environment.put("CLIENT_SECRET", shop.secret());
        environment.put("CALLBACK_SECRET", gateway.callbackSecret(shop));
        environment.put("STORE_ID", shop.store().value());
        return environment;
    }

    /** A folder with the examples of a language, as they are, and a shop of one's own beside them. */
    private static Path folder(String language) throws IOException {
        Path folder = Files.createTempDirectory("tillgate-" + language);
        copy(EXAMPLES.resolve(language), folder);
        copy(Path.of("src/test/resources/examples"), folder);
        Files.writeString(folder.resolve("1042.json"), ORDER);
        return folder;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void payByCard(Shop shop, String payment) {
        RestAssured.given()
                .header("Authorization", "Bearer " + token(shop))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body("{\"method\":\"card\",\"instrument\":\"tok_visa\"}")
                .post(gateway.url() + "/api/v1/payments/" + payment + "/attempts")
                .then()
                .statusCode(201);
    }

    private String payments(Shop shop) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + token(shop))
                .get(gateway.url() + "/api/v1/payments?order=1042")
                .asString();
    }

    private String token(Shop shop) {
        return RestAssured.given()
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post(gateway.url() + "/api/oauth/token")
                .path("access_token");
    }
}
