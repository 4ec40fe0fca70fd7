package dev.tillgate.provider.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.AlipayErrors.Call;
import dev.tillgate.provider.alipay.AlipayErrors.Meaning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every row of the error tables, as a signed answer to the call it belongs to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlipayErrorsTest {
    private static final String NO_TRADE =
            "{\"code\":\"40004\",\"msg\":\"m\",\"sub_code\":\"ACQ.TRADE_NOT_EXIST\",\"sub_msg\":\"s\"}";

    private static final List<String> PREFIXES = List.of("isv.", "isp.", "aop.", "");

    private final AlipayHouse house = new AlipayHouse();
    private final AttemptId attempt = AttemptId.next();
    private AlipayWitness.Keys keys;
    private boolean signed = true;
    private boolean canceling;
    private ObjectNode body = JsonNodeFactory.instance.objectNode();
    private AlipayProvider provider;

    @BeforeAll
    void open() {
        Settings settings = house.simulator.account("shop");
        keys = AlipayWitness.Keys.of(house.simulator.signingKey("shop"));
        provider = new AlipayProvider(
                settings,
                ask -> {
                    String method = ask.url().replaceFirst(".*[?&]method=([^&]*).*", "$1");
                    String node = method.replace('.', '_') + "_response";
                    boolean before = canceling && method.equals(Call.CLOSE.method);
                    String says = before ? NO_TRADE : body.toString();
                    String sign = AlipaySignature.sign(keys.signing(), says);
                    String json =
                            "{\"" + node + "\":" + says + (signed || before ? ",\"sign\":\"" + sign + "\"}" : "}");
                    return new Answer(200, Map.of(), json.getBytes(StandardCharsets.UTF_8));
                },
                house);
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Outcome says(Call call, String code, String subCode) throws IOException {
        canceling = call == Call.CANCEL;
        body = JsonNodeFactory.instance
                .objectNode()
                .put("code", code)
                .put("msg", "m")
                .put("sub_code", subCode)
                .put("sub_msg", "s");
        return switch (call) {
            case PRECREATE -> provider.start(house.request(attempt, Alipay.QR));
            case QUERY -> provider.query(new ChargeQuery(house.request(attempt, Alipay.QR), null));
            case CLOSE -> provider.cancel(house.operation(OperationKind.VOID, attempt, 1230));
            case CANCEL -> provider.cancel(unopened());
            case REFUND -> provider.refund(house.operation(OperationKind.REFUND, attempt, 100));
            case REFUND_QUERY -> provider.queryOperation(house.operation(OperationKind.REFUND, attempt, 100));
            case CERTIFICATE -> throw new IllegalArgumentException("moves nothing and tells nothing");
        };
    }

    /** A void of a code that nobody has opened: the close finds no trade, and a cancel follows. */
    private OperationRequest unopened() {
        String ref = new Handed("https://qr.alipay.com/bax1", house.instant().plusSeconds(600)).ref();
        OperationRequest request = house.operation(OperationKind.VOID, attempt, 1230);
        return new OperationRequest(
                request.operation(), request.kind(), attempt, ref, null, request.amount(), request.charged());
    }

    /** Whatever a cancel that failed says, the close is tried again. */
    @Test
    void aFailedCancelDecidesNothing() throws IOException {
        for (String subCode : AlipayErrors.BUSINESS.get(Call.CANCEL).keySet()) {
            assertThat(says(Call.CANCEL, "40004", subCode)).as(subCode).isInstanceOf(Outcome.Pending.class);
        }
        assertThat(AlipayErrors.BUSINESS.get(Call.CANCEL)).containsEntry("AQC.SYSTEM_ERROR", Meaning.UNKNOWN);
    }

    @Test
    void everyRowOfTheBusinessTablesIsWhatItSays() throws IOException {
        for (Call call : List.of(Call.PRECREATE, Call.QUERY, Call.CLOSE, Call.REFUND, Call.REFUND_QUERY)) {
            Map<String, Meaning> rows = AlipayErrors.BUSINESS.getOrDefault(call, Map.of());
            assertThat(rows).as(call.name()).isNotEmpty();
            for (Map.Entry<String, Meaning> row : rows.entrySet()) {
                Outcome outcome = says(call, "40004", row.getKey());
                String what = call + " " + row.getKey() + " " + outcome;
                switch (row.getValue()) {
                    case OURS -> assertThat(outcome).as(what).isInstanceOf(Outcome.Refused.class);
                    case DECLINED -> {
                        assertThat(outcome).as(what).isInstanceOf(Outcome.Declined.class);
                        assertThat(AlipayErrors.DECLINES.find(row.getKey()))
                                .as(what)
                                .isNotNull();
                    }
                    case ABSENT -> absent(call, what, outcome);
                    case STATE, UNKNOWN -> assertThat(outcome).as(what).isInstanceOf(Outcome.Unknown.class);
                    case NOT_TAKEN -> assertThat(outcome).as(what).isInstanceOf(Outcome.NotSent.class);
                }
            }
        }
    }

    /** No trade: for a void without a reference nothing was ever handed out. */
    private static void absent(Call call, String what, Outcome outcome) {
        Class<? extends Outcome> expected =
                switch (call) {
                    case QUERY, REFUND_QUERY -> Outcome.NotSent.class;
                    case CLOSE -> Outcome.Done.class;
                    default -> Outcome.Refused.class;
                };
        assertThat(outcome).as(what).isInstanceOf(expected);
    }

    @Test
    void everyRowOfTheGatewaysTableIsWhatItSays() throws IOException {
        for (Map.Entry<String, Meaning> row : AlipayErrors.GATEWAY.entrySet()) {
            for (Call call : List.of(Call.PRECREATE, Call.REFUND, Call.CLOSE, Call.QUERY, Call.REFUND_QUERY)) {
                // Who says it does not matter: every prefix has its turn.
                String prefix = PREFIXES.get(Math.floorMod(row.getKey().hashCode(), PREFIXES.size()));
                Outcome outcome = says(call, "40002", prefix + row.getKey());
                boolean question = call == Call.QUERY || call == Call.REFUND_QUERY;
                Class<? extends Outcome> expected =
                        switch (row.getValue()) {
                            case OURS -> Outcome.Refused.class;
                            case NOT_TAKEN -> question ? Outcome.Unknown.class : Outcome.NotSent.class;
                            default -> Outcome.Unknown.class;
                        };
                assertThat(outcome).as(call + " " + row).isInstanceOf(expected);
            }
        }
    }

    @Test
    void anythingElseIsUnknown() throws IOException {
        for (Call call : List.of(Call.PRECREATE, Call.QUERY, Call.CLOSE, Call.REFUND, Call.REFUND_QUERY)) {
            for (String code : List.of("20000", "10003", "10000", "40004", "40002", "50000", "99999")) {
                assertThat(says(call, code, "ACQ.SOMETHING_NEW")).isInstanceOf(Outcome.Unknown.class);
            }
            assertThat(says(call, "20000", "isp.unknow-error")).isInstanceOf(Outcome.Unknown.class);
            assertThat(says(call, "20000", "ACQ.TRADE_NOT_EXIST")).isInstanceOf(Outcome.Unknown.class);
            assertThat(says(call, "10000", "ACQ.TRADE_NOT_EXIST")).isInstanceOf(Outcome.Unknown.class);
            assertThat(says(call, "40004", "AQC.SYSTEM_ERROR")).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void withoutASignatureOnlyAMissingKeyIsBelieved() throws IOException {
        signed = false;
        try {
            for (Call call : List.of(Call.PRECREATE, Call.QUERY, Call.CLOSE, Call.CANCEL, Call.REFUND)) {
                for (String subCode :
                        AlipayErrors.BUSINESS.getOrDefault(call, Map.of()).keySet()) {
                    assertThat(says(call, "40004", subCode)).isInstanceOf(Outcome.Unknown.class);
                }
                for (String subCode : AlipayErrors.GATEWAY.keySet()) {
                    boolean stranger = AlipayErrors.NO_KEY_IN_COMMON.contains(subCode);
                    assertThat(says(call, "40002", "isv." + subCode))
                            .isInstanceOf(stranger ? Outcome.Refused.class : Outcome.Unknown.class);
                }
            }
        } finally {
            signed = true;
        }
    }
}
