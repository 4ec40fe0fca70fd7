package dev.tillgate.provider.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Declined;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Outcome.Refused;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.wechatpay.WechatPayErrors.Meaning;
import dev.tillgate.provider.wechatpay.WechatPayErrors.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every row of the error table means what it says, signed; unsigned and as a server's error it means nothing. */
class WechatPayErrorsTest {
    private final Practice practice = Practice.open();

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void everyRowIsClassifiedAsItSays() throws IOException {
        int rows = 0;
        for (Verb verb : Verb.values()) {
            for (Map.Entry<String, Meaning> row :
                    WechatPayErrors.MEANINGS.get(verb).entrySet()) {
                int status = status(row.getKey());
                Outcome outcome = outcome(verb, practice.signed(status, body(row.getKey())));
                assertThat(outcome).as(verb + " " + row).isInstanceOf(expected(row.getValue()));
                if (outcome instanceof Declined declined) {
                    assertThat(declined.reason())
                            .isEqualTo(
                                    WechatPayErrors.DECLINES.find(row.getKey()).reason());
                }
                rows++;
            }
        }
        assertThat(rows).isGreaterThan(120);
    }

    @Test
    void noRowMeansAnythingUnsignedOrAsAServersError() throws IOException {
        for (Verb verb : Verb.values()) {
            for (String code : WechatPayErrors.MEANINGS.get(verb).keySet()) {
                Answer signed = practice.signed(status(code), body(code));
                Answer bare = new Answer(signed.status(), Map.of(), signed.body());
                assertThat(outcome(verb, bare)).as(verb + " " + code).isInstanceOf(unsigned(code));
                for (int status : new int[] {500, 502, 503}) {
                    assertThat(outcome(verb, practice.signed(status, body(code))))
                            .as(verb + " " + code)
                            .isInstanceOf(Unknown.class);
                }
            }
        }
    }

    @Test
    void aCodeThatIsNotInTheTableIsUnknown() throws IOException {
        for (Verb verb : Verb.values()) {
            for (int status : new int[] {202, 400, 403, 404, 409, 429}) {
                assertThat(outcome(verb, practice.signed(status, body("SOMETHING_NEW"))))
                        .isInstanceOf(Unknown.class);
            }
        }
    }

    @Test
    void noRecordTakesA404() throws IOException {
        assertThat(outcome(Verb.QUERY, practice.signed(400, body("ORDER_NOT_EXIST"))))
                .isInstanceOf(Unknown.class);
        assertThat(outcome(Verb.QUERY_REFUND, practice.signed(403, body("RESOURCE_NOT_EXISTS"))))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void anOldSignatureIsNone() throws IOException {
        Answer signed = practice.signed(404, body("ORDER_NOT_EXIST"));
        practice.later(Duration.ofSeconds(310));
        assertThat(outcome(Verb.QUERY, signed)).isInstanceOf(Unknown.class);
    }

    private static Class<? extends Outcome> expected(Meaning meaning) {
        return switch (meaning) {
            case OURS -> Refused.class;
            case NOT_TAKEN, NO_RECORD -> NotSent.class;
            case DECLINED -> Declined.class;
            case PAYING -> PayerMust.class;
            case ASK -> Unknown.class;
        };
    }

    /** WeChat cannot sign for somebody whose signature it does not know. */
    private static Class<? extends Outcome> unsigned(String code) {
        return code.equals("SIGN_ERROR") ? Refused.class : Unknown.class;
    }

    private static int status(String code) {
        if (code.contains("NOT_EXIST") || code.contains("NOTEXIST")) {
            return 404;
        }
        return switch (code) {
            case "SIGN_ERROR" -> 401;
            case "USERPAYING" -> 202;
            case "FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "RATELIMIT_EXCEED" -> 429;
            case "SYSTEM_ERROR", "SYSTEMERROR", "BANK_ERROR", "BANKERROR" -> 500;
            case "NO_AUTH", "NOAUTH", "NOT_ENOUGH", "NOTENOUGH", "RULE_LIMIT", "RULELIMIT" -> 403;
            default -> 400;
        };
    }

    private static String body(String code) {
        return "{\"code\":\"" + code + "\",\"message\":\"as it is\"}";
    }

    private Outcome outcome(Verb verb, Answer answer) throws IOException {
        practice.swap = genuine -> answer;
        try {
            WechatPayProvider provider = practice.provider();
            AttemptId attempt = AttemptId.next();
            return switch (verb) {
                case START -> provider.start(Practice.code(attempt));
                case QUERY -> provider.query(Practice.about(attempt, attempt.value()));
                case CLOSE -> provider.cancel(Practice.operation(OperationKind.VOID, attempt, 1230));
                case REFUND -> provider.refund(Practice.operation(OperationKind.REFUND, attempt, 1));
                case QUERY_REFUND -> provider.queryOperation(Practice.operation(OperationKind.REFUND, attempt, 1));
            };
        } finally {
            practice.swap = null;
        }
    }
}
