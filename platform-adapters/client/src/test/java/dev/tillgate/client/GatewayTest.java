package dev.tillgate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a gateway that stumbles: nothing is done twice, and what was refused is not asked again. */
class GatewayTest {
    private static final String PAYMENT = """
            {"id":"pay_1","order":"1042","revision":1,"status":"open","in_doubt":false,"amount":"12.30","currency":"EUR",
             "captured":"0.00","refunded":"0.00","checkout_url":"https://pay.example/pay/x","attempts":[],"new":null}""";

    private record Answer(int status, String body) {}

    private record Asked(String line, String key, String authorization, String body) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private int tokens;
    private HttpServer server;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::handle);
        server.start();
        gateway = new Gateway("http://127.0.0.1:" + server.getAddress().getPort() + "/", "id", "secret");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer;
        if (exchange.getRequestURI().getPath().equals("/api/oauth/token")) {
            tokens++;
            answer = new Answer(200, "{\"access_token\":\"t" + tokens + "\",\"expires_in\":900}");
        } else {
            asked.add(new Asked(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body));
            answer = answers.poll();
        }
        if (answer == null) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void answers(int status, String body) {
        answers.add(new Answer(status, body));
    }

    @Test
    void aPaymentIsCreatedForAnOrder() {
        answers(201, PAYMENT);

        Payment payment = gateway.create(NewPayment.of("1042", "12.30", "EUR")
                .describedAs("Tea \"Oolong\"\n茶")
                .with(new NewPayment.Line("Tea", 2, "12.30"))
                .returnTo("https://shop.example/thanks")
                .inLanguage("zh-CN"));

        assertThat(payment.checkoutUrl()).isEqualTo("https://pay.example/pay/x");
        assertThat(payment.isPaid()).isFalse();
        assertThat(asked.get(0).line()).isEqualTo("POST /api/v1/payments");
        assertThat(asked.get(0).authorization()).isEqualTo("Bearer t1");
        assertThat(asked.get(0).body())
                .isEqualTo("{\"order\":\"1042\",\"revision\":1,\"amount\":\"12.30\",\"currency\":\"EUR\","
                        + "\"description\":\"Tea \\\"Oolong\\\"\\u000a茶\",\"capture\":\"automatic\","
                        + "\"lines\":[{\"name\":\"Tea\",\"quantity\":2,\"total\":\"12.30\"}],"
                        + "\"buyer\":{\"return_url\":\"https://shop.example/thanks\",\"locale\":\"zh-CN\"}}");
    }

    @Test
    void whatGotNoAnswerIsAskedAgainUnderTheSameKey() {
        answers(503, "");
        answers(502, "<html>");
        answers(409, "{\"code\":\"idempotency-key-in-use\",\"title\":\"x\",\"detail\":\"y\"}");
        answers(201, PAYMENT);

        assertThat(gateway.create(NewPayment.of("1042", "12.30", "EUR")).id()).isEqualTo("pay_1");
        assertThat(asked).hasSize(4);
        assertThat(asked.stream().map(Asked::key).distinct()).hasSize(1);
    }

    @Test
    void aRefundIsAskedForUnderTheShopsOwnKey() {
        answers.clear();
        answers(503, "");
        answers(
                201,
                "{\"id\":\"opn_1\",\"payment_id\":\"pay_1\",\"status\":\"succeeded\",\"amount\":\"5.00\",\"currency\":\"EUR\"}");

        assertThat(gateway.refund("pay_1", "5.00", "EUR", "refund-7").status()).isEqualTo("succeeded");
        assertThat(asked).extracting(Asked::key).containsExactly("refund-7", "refund-7");
    }

    @Test
    void nothingIsKnownWhenNobodyAnswers() {
        assertThatThrownBy(() -> gateway.cancel("pay_1")).isInstanceOf(GatewayProblem.NoAnswer.class);
        assertThat(asked).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void whatWasRefusedIsNotAskedAgainAndSaysWhy() {
        answers(422, """
                {"status":422,"code":"invalid-request","title":"Something","detail":"No.",
                 "errors":[{"pointer":"/amount","reason":"too many decimals"}]}""");

        assertThatThrownBy(() -> gateway.create(NewPayment.of("1042", "12.305", "EUR")))
                .asInstanceOf(type(GatewayProblem.Refused.class))
                .satisfies(refused -> {
                    assertThat(refused.status()).isEqualTo(422);
                    assertThat(refused.code()).isEqualTo("invalid-request");
                    assertThat(refused.fields())
                            .containsExactly(new GatewayProblem.BadField("/amount", "too many decimals"));
                });
        assertThat(asked).hasSize(1);
    }

    @Test
    void aTokenThatIsNotTakenAnyMoreIsRenewedOnce() {
        answers(200, PAYMENT);
        gateway.read("pay_1");
        answers(401, "{\"code\":\"unauthorized\"}");
        answers(200, PAYMENT);
        gateway.read("pay_1");

        assertThat(asked).extracting(Asked::authorization).containsExactly("Bearer t1", "Bearer t1", "Bearer t2");
    }

    @Test
    void anIdFromOutsideCannotBecomeAnotherPath() {
        answers(404, "{\"code\":\"not-found\"}");

        assertThatThrownBy(() -> gateway.read("../oauth/token?x=")).isInstanceOf(GatewayProblem.Refused.class);
        assertThat(asked.get(0).line()).isEqualTo("GET /api/v1/payments/..%2Foauth%2Ftoken%3Fx%3D");
    }
}
