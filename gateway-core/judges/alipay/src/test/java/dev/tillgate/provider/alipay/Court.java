package dev.tillgate.provider.alipay;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipayLogger;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.SimulatorServer;

/**
 * Where Alipay's own SDK judges both sides: two of our simulators on loopback ports, with public keys, and with certificates
 * and encryption.
 */
final class Court implements AutoCloseable {
    final AlipayHouse plain;
    final AlipayHouse certified;
    final SimulatorServer plainServer;
    private final SimulatorServer certifiedServer;

    Court() throws Exception {
        // It would print whole requests and answers.
        AlipayLogger.setNeedEnableLogger(false);
        plain = new AlipayHouse(null, false, false, 2048);
        certified = new AlipayHouse(null, true, true, 2048);
        plainServer = SimulatorServer.bind(0).serve(plain.simulator::handle);
        certifiedServer = SimulatorServer.bind(0).serve(certified.simulator::handle);
    }

    static AlipayConfig config(String url, Settings settings) {
        AlipayConfig config = new AlipayConfig();
        config.setServerUrl(url + "/gateway.do");
        config.setAppId(settings.get(Alipay.APP_ID));
        config.setPrivateKey(settings.get(Alipay.PRIVATE_KEY));
        config.setFormat("json");
        config.setCharset("utf-8");
        config.setSignType("RSA2");
        return config;
    }

    AlipayClient plainClient() throws AlipayApiException {
        Settings settings = plain.simulator.account("shop");
        AlipayConfig config = config(plainServer.url(), settings);
        config.setAlipayPublicKey(settings.get(Alipay.ALIPAY_PUBLIC_KEY));
        return new DefaultAlipayClient(config);
    }

    AlipayClient certifiedClient() throws AlipayApiException {
        Settings settings = certified.simulator.account("shop");
        AlipayConfig config = config(certifiedServer.url(), settings);
        config.setAppCertContent(settings.get(Alipay.APP_CERTIFICATE));
        config.setAlipayPublicCertContent(settings.get(Alipay.ALIPAY_CERTIFICATE));
        config.setRootCertContent(settings.get(Alipay.ALIPAY_ROOT_CERTIFICATE));
        config.setEncryptType("AES");
        config.setEncryptKey(settings.get(Alipay.CONTENT_KEY));
        return new DefaultAlipayClient(config);
    }

    @Override
    public void close() {
        plainServer.close();
        certifiedServer.close();
        plain.close();
        certified.close();
    }
}
