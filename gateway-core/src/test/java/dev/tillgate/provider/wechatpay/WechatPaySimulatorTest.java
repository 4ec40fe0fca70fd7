package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Ways;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator's troubles, pages and memory. */
class WechatPaySimulatorTest {
    private final Practice practice = Practice.open();
    private final WechatPayProvider provider = practice.provider();

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void everyTroubleWithAnAnswerLeavesThePaymentFindable() throws IOException {
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (kind == Fault.Kind.HANG) {
                continue;
            }
            AttemptId attempt = AttemptId.next();
            practice.faults.next(Fault.of(kind));
            switch (kind) {
                case NONE -> assertThat(provider.start(Practice.code(attempt))).isInstanceOf(PayerMust.class);
                case RATE_LIMIT ->
                    assertThat(provider.start(Practice.code(attempt))).isInstanceOf(NotSent.class);
                case LOSE_BEFORE, LOSE_AFTER, ARRIVE_LATE, TRUNCATE ->
                    assertThatThrownBy(() -> provider.start(Practice.code(attempt)))
                            .as(kind.name())
                            .isInstanceOf(IOException.class);
                default ->
                    assertThat(provider.start(Practice.code(attempt)))
                            .as(kind.name())
                            .isInstanceOf(Unknown.class);
            }
            boolean nothingDone =
                    kind == Fault.Kind.LOSE_BEFORE || kind == Fault.Kind.ERROR_BEFORE || kind == Fault.Kind.RATE_LIMIT;
            if (kind == Fault.Kind.ARRIVE_LATE) {
                Awaitility.await().until(() -> practice.simulator.truth(Practice.ACCOUNT, attempt.value()) != null);
            }
            assertThat(provider.query(Practice.about(attempt, null)))
                    .as(kind.name())
                    .isInstanceOf(nothingDone ? NotSent.class : PayerMust.class);
        }
    }

    @Test
    void thePayerPlaysOnAPage() throws IOException {
        AttemptId attempt = practice.order();
        assertThat(page("GET", attempt, "")).contains("WeChat Pay", "12.30 CNY");
        assertThat(page("POST", attempt, "choice=DECLINE")).doesNotContain("name=\"choice\"");
        assertThat(practice.simulator.truth(Practice.ACCOUNT, attempt.value()).state())
                .isEqualTo("NOTPAY");
        page("POST", attempt, "choice=PAY_LATER");
        assertThat(practice.simulator.truth(Practice.ACCOUNT, attempt.value()).state())
                .isEqualTo("USERPAYING");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> provider.query(Practice.about(attempt, "known")) instanceof Done);
        AttemptId second = practice.order();
        page("POST", second, "choice=PAY");
        assertThat(provider.query(Practice.about(second, "known"))).isInstanceOf(Done.class);
        assertThat(practice.simulator.payerPage(Practice.ACCOUNT, second.value()))
                .isNull();
    }

    private String page(String method, AttemptId attempt, String form) {
        String url = practice.simulator.payerPage(Practice.ACCOUNT, attempt.value());
        Reply reply = practice.simulator.handle(new InboundRequest(
                method,
                URI.create(url).getPath(),
                null,
                Map.of(),
                form.getBytes(StandardCharsets.UTF_8),
                practice.instant()));
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void anOrderWhoseTimeIsUpCannotBePaidAndStaysOpenUntilItIsClosed() throws IOException {
        AttemptId attempt = practice.order();
        practice.later(Duration.ofHours(2));
        practice.happens(attempt, Event.PAYS);
        assertThat(practice.simulator.payerPage(Practice.ACCOUNT, attempt.value()))
                .isNull();
        assertThat(provider.query(Practice.about(attempt, "known"))).isInstanceOf(PayerMust.class);
        // Its code cannot be had again: one that nobody has is closed.
        assertThat(provider.query(Practice.about(attempt, null))).isInstanceOf(Done.class);
        assertThat(practice.simulator.truth(Practice.ACCOUNT, attempt.value()).state())
                .isEqualTo("CLOSED");
    }

    @Test
    void aRestartForgetsNothing(@TempDir Path folder) throws IOException {
        AttemptId paid;
        OperationRequest refund;
        Settings before;
        try (Practice first = new Practice(folder, 1024, Duration.ofMillis(300))) {
            before = first.settings();
            paid = first.paid();
            refund = Practice.operation(OperationKind.REFUND, paid, 100);
            first.provider().refund(refund);
        }
        try (Practice second = new Practice(folder, 1024, Duration.ofMillis(300))) {
            assertThat(second.settings().values()).isEqualTo(before.values());
            assertThat(second.provider().query(Practice.about(paid, "known"))).isInstanceOf(Done.class);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> second.provider().queryOperation(refund) instanceof Done);
        }
    }

    @Test
    void headersHaveTheirExactNames() throws IOException {
        Reply reply = practice.simulator.answer(
                Practice.ACCOUNT,
                new InboundRequest("GET", "/", null, Map.of(), new byte[0], practice.instant()),
                200,
                "{}");
        assertThat(reply.headers())
                .containsKeys(
                        "Wechatpay-Timestamp",
                        "Wechatpay-Nonce",
                        "Wechatpay-Serial",
                        "Wechatpay-Signature",
                        "Request-ID");
    }

    @Test
    void theScheduleIsWechats() {
        Duration sum = Ways.USUAL.repeats().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(sum).isEqualTo(Duration.ofHours(24).plusMinutes(4));
    }
}
