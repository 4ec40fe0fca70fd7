package dev.tillgate.provider.alipay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.alipay.AlipayErrors.Call;
import dev.tillgate.provider.alipay.AlipayErrors.Meaning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of Alipay's server, such as <code>{"alipay_trade_query_response":{…},"sign":"…"}</code>. The signature covers
 * the exact characters of the one field, so they are kept as they came; an encrypted field is a text, and is signed
 * with its quotes. Alipay does not sign every failure, and its own SDK believes those all the same; here they are
 * unknown, but for those that say that there is no key in common.
 *
 * @param meaning what the failure says, or null for a success
 * @param body the signed content; empty when {@code trouble} says why there is none
 * @param subCode Alipay's word for the failure
 */
record AlipayAnswer(
        Call call, @Nullable Outcome trouble, @Nullable Meaning meaning, JsonNode body, String subCode) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonNode NOTHING = MissingNode.getInstance();

    static AlipayAnswer of(Call call, Answer answer, AlipayAccount account) {
        if (answer.status() != 200) {
            return unusable(call, "answer " + answer.status() + " says nothing of what happened");
        }
        JsonNode whole = StrictJson.object(answer.body());
        String raw = whole == null ? null : raw(answer.body(), call.node());
        if (whole == null || raw == null) {
            return unusable(call, "the answer is not readable");
        }
        String sign = StrictJson.text(whole, "sign");
        if (sign == null || !isSigned(raw, sign, whole, account)) {
            return unsigned(call, whole.path(call.node()));
        }
        JsonNode body = opened(whole.path(call.node()), account);
        return body == null ? unusable(call, "the answer's content is not readable") : read(call, body);
    }

    /** The certificate that this answer was signed with, when it is another one than we have. */
    static @Nullable String otherCertificate(Answer answer, AlipayAccount account) {
        AlipayAccount.Serials serials = account.serials();
        JsonNode whole = serials == null || answer.status() != 200 ? null : StrictJson.object(answer.body());
        String serial = whole == null ? null : StrictJson.text(whole, "alipay_cert_sn");
        if (serials == null || serial == null || !serial.matches("[0-9a-f]{32}")) {
            return null;
        }
        return serials.alipay().equals(serial) ? null : serial;
    }

    /** The certificates in the answer to a download; what they are worth is for their signatures to say. */
    static List<X509Certificate> certificates(Answer answer) {
        JsonNode whole = answer.status() == 200 ? StrictJson.object(answer.body()) : null;
        String content =
                whole == null ? null : StrictJson.text(whole.path(Call.CERTIFICATE.node()), "alipay_cert_content");
        try {
            byte[] pem = content == null ? new byte[0] : Base64.getDecoder().decode(content);
            return AlipayKeys.certificates(new String(pem, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException garbled) {
            return List.of();
        }
    }

    private static AlipayAnswer read(Call call, JsonNode body) {
        String code = StrictJson.text(body, "code");
        String subCode = StrictJson.text(body, "sub_code");
        if ("10000".equals(code) && !body.has("sub_code")) {
            return new AlipayAnswer(call, null, null, body, "");
        }
        if (code == null || subCode == null || code.equals("10000")) {
            return unusable(call, "the answer contradicts itself");
        }
        return new AlipayAnswer(call, null, AlipayErrors.meaning(call, code, subCode), body, subCode);
    }

    private static AlipayAnswer unsigned(Call call, JsonNode body) {
        String subCode = StrictJson.text(body, "sub_code");
        String code = StrictJson.text(body, "code");
        boolean stranger = subCode != null
                && AlipayErrors.NO_KEY_IN_COMMON.contains(AlipayErrors.bare(subCode))
                && AlipayErrors.meaning(call, code, subCode) == Meaning.OURS;
        return stranger && subCode != null
                ? new AlipayAnswer(call, new Outcome.Refused(subCode), null, NOTHING, subCode)
                : unusable(call, "the answer is not signed by Alipay");
    }

    private static AlipayAnswer unusable(Call call, String why) {
        return new AlipayAnswer(call, new Outcome.Unknown(why), null, NOTHING, "");
    }

    /** Some of Alipay's writers put a backslash before a slash after signing; the vendor's SDK tries again without. */
    private static boolean isSigned(String raw, String sign, JsonNode whole, AlipayAccount account) {
        AlipayAccount.Serials serials = account.serials();
        if (serials != null && !serials.alipay().equals(StrictJson.text(whole, "alipay_cert_sn"))) {
            return false;
        }
        return AlipaySignature.verify(account.alipayKey(), raw, sign, StandardCharsets.UTF_8)
                || raw.contains("\\/")
                        && AlipaySignature.verify(
                                account.alipayKey(), raw.replace("\\/", "/"), sign, StandardCharsets.UTF_8);
    }

    private static @Nullable JsonNode opened(JsonNode field, AlipayAccount account) {
        if (field.isObject()) {
            return field;
        }
        AlipayCipher cipher = account.cipher();
        byte[] plain = cipher == null || !field.isTextual() ? null : cipher.decrypted(field.textValue());
        return plain == null ? null : StrictJson.object(plain);
    }

    /** The characters of this field's value as they came, or null when there is no such object or text. */
    private static @Nullable String raw(byte[] body, String field) {
        String text = new String(body, StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
                boolean wanted = field.equals(parser.currentName());
                JsonToken value = parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                if (value.isStructStart()) {
                    parser.skipChildren();
                } else {
                    parser.getText();
                }
                if (wanted && (value == JsonToken.START_OBJECT || value == JsonToken.VALUE_STRING)) {
                    return text.substring(start, (int) parser.currentLocation().getCharOffset());
                }
            }
        } catch (IOException garbled) {
            return null;
        }
        return null;
    }

    /** What the failure, or the trouble with the answer, comes to; null when it is a success or means something here. */
    @Nullable
    Outcome failure() {
        if (trouble != null || meaning == null) {
            return trouble;
        }
        boolean question = call == Call.QUERY || call == Call.REFUND_QUERY;
        return switch (meaning) {
            case OURS -> new Outcome.Refused(subCode);
            // A question that was not taken says nothing of what it was about.
            case NOT_TAKEN -> question ? new Outcome.Unknown(subCode) : new Outcome.NotSent(subCode);
            case DECLINED -> declined(subCode);
            case ABSENT, STATE -> null;
            case UNKNOWN -> new Outcome.Unknown(subCode);
        };
    }

    boolean isSuccess() {
        return trouble == null && meaning == null;
    }

    private static Outcome declined(String subCode) {
        ErrorTable.Entry entry = AlipayErrors.DECLINES.find(subCode);
        return entry == null ? new Outcome.Unknown(subCode) : new Outcome.Declined(entry.reason(), subCode);
    }

    @Nullable
    String text(String field) {
        return StrictJson.text(body, field);
    }
}
