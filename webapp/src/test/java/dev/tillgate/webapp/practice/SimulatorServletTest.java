package dev.tillgate.webapp.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Queries;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.sandbox.Sandbox;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.webapp.practice.SimulatorServlet.Served;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bank in a servlet container: answers that are slow, cut or missing reach the caller as such. */
class SimulatorServletTest {
    private static final Money AMOUNT = Money.ofMinor(1230, "EUR");
    private static Server server;
    private static SandboxBank bank;
    private static HttpExchange wire;
    private static Provider provider;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port + "/sandbox";
        bank = new SandboxBank(BankOptions.inMemory(url, "root"), null, InstantSource.system());
        server = new Server(port);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new SimulatorServlet(path -> Optional.of(new Served(bank, path))));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/sandbox/*");
        server.setHandler(context);
        server.start();
        wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true).withAnswer(Duration.ofSeconds(6)));
        provider = Sandbox.TYPE.opener().open(bank.account("shop"), wire, InstantSource.system());
    }

    @AfterAll
    static void stop() throws Exception {
        wire.close();
        server.stop();
        bank.close();
    }

    private static Outcome start(AttemptId attempt, @Nullable String instrument) throws IOException {
        return provider.start(new ChargeRequest(
                attempt,
                AMOUNT,
                "card",
                instrument,
                CaptureMode.AUTOMATIC,
                "1001",
                "",
                "http://shop.test/",
                "http://127.0.0.1:1/",
                Locale.ENGLISH,
                Instant.now().plusSeconds(600),
                null));
    }

    private static Outcome query(AttemptId attempt) throws IOException {
        return provider.query(Queries.about(attempt, AMOUNT));
    }

    @Test
    void chargesAndAnswersLate() throws IOException {
        assertThat(start(AttemptId.next(), "tok_visa")).isInstanceOf(Outcome.Done.class);
        assertThat(start(AttemptId.next(), "tok_answers_late")).isInstanceOf(Outcome.Done.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_silent", "tok_never_answers", "tok_answers_truncated"})
    void anAnswerThatDoesNotComeWholeIsNoAnswer(String token) throws IOException {
        AttemptId attempt = AttemptId.next();
        assertThatThrownBy(() -> start(attempt, token))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotSentException.class);
        assertThat(query(attempt)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void thePayerPaysOnThePage() throws IOException {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = start(attempt, null);
        assertThat(outcome).isInstanceOf(Outcome.PayerMust.class);
        NextAction action = ((Outcome.PayerMust) outcome).action();
        String page = ((NextAction.Redirect) action).url();
        Answer form = wire.send(Ask.get(page, Map.of()));
        assertThat(form.status()).isEqualTo(200);
        assertThat(form.header("content-security-policy")).contains("default-src 'none'");
        assertThat(wire.send(Ask.get(url + "/style.css", Map.of())).header("content-type"))
                .startsWith("text/css");
        Answer paid = wire.send(Ask.post(
                page,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "action=pay&number=4242424242424242&expiry=12%2F34&cvc=123".getBytes(StandardCharsets.UTF_8)));
        assertThat(paid.status()).isEqualTo(303);
        assertThat(query(attempt)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws IOException {
        Answer answer = wire.send(Ask.post(url + "/v1/charges", Map.of(), new byte[300_000]));
        assertThat(answer.status()).isEqualTo(413);
    }
}
