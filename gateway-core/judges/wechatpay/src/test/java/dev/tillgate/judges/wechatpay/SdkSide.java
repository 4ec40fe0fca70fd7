package dev.tillgate.judges.wechatpay;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.wechatpay.WechatPay;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/**
 * The SDK, led to the simulator: it has WeChat's host written in every method, and reads headers by exact case, which the
 * JDK's server does not keep. Remembers what the SDK sent.
 */
final class SdkSide implements Interceptor {
    /** What went over the wire. */
    record Sent(String method, String path, Headers headers, String body) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final HttpUrl simulator;

    SdkSide(String simulatorUrl) {
        this.simulator = HttpUrl.get(simulatorUrl);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (!request.url().host().equals("api.mch.weixin.qq.com")) {
            throw new IOException("the SDK went elsewhere: " + request.url());
        }
        Buffer body = new Buffer();
        if (request.body() != null) {
            request.body().writeTo(body);
        }
        String query =
                request.url().encodedQuery() == null ? "" : "?" + request.url().encodedQuery();
        sent.add(new Sent(request.method(), request.url().encodedPath() + query, request.headers(), body.readUtf8()));
        HttpUrl there = request.url()
                .newBuilder()
                .scheme("http")
                .host(simulator.host())
                .port(simulator.port())
                .build();
        Response response = chain.proceed(request.newBuilder().url(there).build());
        Headers.Builder exact = new Headers.Builder();
        response.headers().forEach(pair -> exact.add(exact(pair.getFirst()), pair.getSecond()));
        return response.newBuilder().headers(exact.build()).build();
    }

    private static String exact(String name) {
        for (String known : List.of(
                "Wechatpay-Timestamp",
                "Wechatpay-Nonce",
                "Wechatpay-Serial",
                "Wechatpay-Signature",
                "Wechatpay-Signature-Type",
                "Request-ID")) {
            if (known.equalsIgnoreCase(name)) {
                return known;
            }
        }
        return name;
    }

    /** A client builder that goes to the simulator; the SDK's own repeating is off. */
    DefaultHttpClientBuilder builder() {
        return new DefaultHttpClientBuilder()
                .okHttpClient(new OkHttpClient.Builder().addInterceptor(this).build())
                .disableRetryOnConnectionFailure();
    }

    HttpClient client(Config config) {
        return builder().config(config).build();
    }

    static RSAPublicKeyConfig byPublicKey(Settings settings) {
        return new RSAPublicKeyConfig.Builder()
                .merchantId(settings.get(WechatPay.MCHID))
                .merchantSerialNumber(settings.get(WechatPay.MERCHANT_SERIAL))
                .privateKey(settings.get(WechatPay.PRIVATE_KEY))
                .publicKey(settings.get(WechatPay.WECHAT_PUBLIC_KEY))
                .publicKeyId(settings.get(WechatPay.PUBLIC_KEY_ID))
                .apiV3Key(settings.get(WechatPay.API_V3_KEY))
                .build();
    }
}
