package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.paypal.base.SSLUtil;
import com.paypal.base.rest.PayPalRESTException;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.simulator.NoticeFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PayPal's former library, the only one that verifies notifications, believes our simulator's and no changed one. */
class PayPalWebhookJudgeTest {
    private final PayPalHouse house = new PayPalHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void theLibraryBelievesTheSimulatorsNotification() throws Exception {
        Ask notice = notice();
        assertThat(believes(notice, PayPalHouse.text(notice.body()), webhookId()))
                .isTrue();
    }

    @Test
    void theLibraryRefusesAChangedBodyAndAnotherWebhook() throws Exception {
        Ask notice = notice();
        String body = PayPalHouse.text(notice.body());
        assertThat(believes(notice, body.replace("12.30", "99.30"), webhookId()))
                .isFalse();
        assertThat(believes(notice, body + " ", webhookId())).isFalse();
        assertThat(believes(notice, body, "0EH40505U7160970P")).isFalse();
    }

    @Test
    void theLibraryRefusesAWrongSignature() throws Exception {
        house.faults.nextNotice(NoticeFault.WRONG_SIGNATURE);
        Ask notice = notice();
        assertThat(believes(notice, PayPalHouse.text(notice.body()), webhookId()))
                .isFalse();
    }

    @Test
    void theLibraryTrustsTheChainToItsRootAndToNoOther(@TempDir Path folder) throws Exception {
        Collection<X509Certificate> chain = certificates(notice());
        try (PayPalHouse other = new PayPalHouse(folder)) {
            X509Certificate stranger = root(other);
            X509Certificate root = root(house);
            assertThat(SSLUtil.validateCertificateChain(chain, List.of(root), "RSA"))
                    .isTrue();
            assertThatThrownBy(() -> SSLUtil.validateCertificateChain(chain, List.of(stranger), "RSA"))
                    .isInstanceOf(PayPalRESTException.class);
        }
    }

    @Test
    void theLibrarysChecksumIsOurs() {
        String body = "{\"a\":\"é, 中\"}";
        String ours = PayPalHouse.text(
                TransmissionSignature.message("i", "t", "w", body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(ours).isEqualTo("i|t|w|" + SSLUtil.crc32(body));
    }

    /** The newest notification of an order that the payer just agreed to. */
    private Ask notice() {
        house.choose(house.start(CaptureMode.AUTOMATIC), "PAY");
        Awaitility.await().until(() -> !house.notices.isEmpty());
        return house.notices.get(house.notices.size() - 1);
    }

    private String webhookId() {
        return house.simulator.account("shop").get(PayPal.WEBHOOK_ID);
    }

    private boolean believes(Ask notice, String body, String webhookId) throws Exception {
        Map<String, String> headers = notice.headers();
        String signed = headers.get(TransmissionSignature.ID) + "|" + headers.get(TransmissionSignature.TIME) + "|"
                + webhookId + "|" + SSLUtil.crc32(body);
        return SSLUtil.validateData(
                certificates(notice),
                headers.get(TransmissionSignature.ALGORITHM),
                headers.get(TransmissionSignature.SIGNATURE),
                signed,
                body,
                webhookId);
    }

    private Collection<X509Certificate> certificates(Ask notice) throws IOException, PayPalRESTException {
        String url = notice.headers().get(TransmissionSignature.CERT_URL);
        return SSLUtil.getCertificateFromStream(
                new ByteArrayInputStream(house.wire.real(Ask.get(url, Map.of())).body()));
    }

    private static X509Certificate root(PayPalHouse of) throws IOException, PayPalRESTException {
        String id = of.simulator.account("shop").get(PayPal.CLIENT_ID);
        byte[] pem = of.wire
                .real(Ask.get(PayPalHouse.URL + PracticeMark.ROOT_PATH + "?client_id=" + id, Map.of()))
                .body();
        return SSLUtil.getCertificateFromStream(new ByteArrayInputStream(pem))
                .iterator()
                .next();
    }
}
