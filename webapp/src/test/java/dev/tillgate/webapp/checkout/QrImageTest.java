package dev.tillgate.webapp.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrImageTest {
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z");
    private static final int QUIET = 4;

    @ParameterizedTest
    @ValueSource(strings = {"https://wallet.example/q/7f3kq9x2m4", "weixin://wxpay/bizpayurl?pr=AbC123", "收款码 42"})
    void aScannerReadsWhatWasPutIn(String content) throws Exception {
        assertThat(new Decoder().decode(modules(QrImage.of(content))).getText()).isEqualTo(content);
    }

    @Test
    void tooMuchIsRefused() {
        String long4k = "x".repeat(4000);
        assertThatThrownBy(() -> QrImage.of(long4k)).isInstanceOf(IllegalArgumentException.class);
    }

    private static BitMatrix modules(QrImage image) {
        BitMatrix modules = new BitMatrix(image.size() - 2 * QUIET);
        Matcher run = RUN.matcher(image.path());
        while (run.find()) {
            int x = Integer.parseInt(run.group(1)) - QUIET;
            modules.setRegion(x, Integer.parseInt(run.group(2)) - QUIET, Integer.parseInt(run.group(3)), 1);
        }
        return modules;
    }
}
