package dev.tillgate.provider.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Speaks with the sandbox bank. Written as the example for every other provider: each verb builds one request, sends
 * it through the exchange, and has {@link SandboxReading} say what the answer means.
 */
public final class SandboxProvider
        implements Provider.Captures, Provider.Refunds, Provider.Voids, Provider.QueriesOperations {
    private final String baseUrl;
    private final String secretKey;
    private final List<String> secrets;
    private final Exchange exchange;

    public SandboxProvider(Settings settings, Exchange exchange) {
        String url = settings.get(Sandbox.BASE_URL);
        this.baseUrl = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.secretKey = settings.get(Sandbox.SECRET_KEY);
        this.secrets = List.of(settings.get(Sandbox.NOTIFICATION_SECRET).strip().split("[\\s,]+"));
        this.exchange = exchange;
    }

    @Override
    public Outcome start(ChargeRequest request) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("reference", request.attempt().value());
        body.put("method", request.method());
        body.put("amount", request.amount().minorUnits());
        body.put("currency", request.amount().currencyCode());
        body.put("capture", request.captureMode() == CaptureMode.MANUAL ? "manual" : "automatic");
        if (request.instrument() != null) {
            body.put("instrument", request.instrument());
        }
        body.put("order_reference", request.orderReference());
        body.put("description", request.description());
        body.put("return_url", request.returnUrl());
        body.put("notify_url", request.notifyUrl());
        body.put("locale", request.locale().toLanguageTag());
        body.put("expires_at", request.expiresAt().getEpochSecond());
        return post("/v1/charges", request.attempt().value(), body).charge(request.attempt(), request.amount());
    }

    @Override
    public Outcome query(ChargeQuery query) throws IOException {
        return get("/v1/charges/" + query.attempt().value()).charge(query.attempt(), query.amount());
    }

    @Override
    public Outcome capture(OperationRequest request) throws IOException {
        return operation("/captures", request);
    }

    @Override
    public Outcome refund(OperationRequest request) throws IOException {
        return operation("/refunds", request);
    }

    @Override
    public Outcome cancel(OperationRequest request) throws IOException {
        return operation("/void", request);
    }

    @Override
    public Outcome queryOperation(OperationRequest request) throws IOException {
        return get("/v1/operations/" + request.operation().value()).operation(request);
    }

    @Override
    public Notification read(InboundRequest request) {
        return SandboxReading.notification(request, secrets);
    }

    private Outcome operation(String verb, OperationRequest request) throws IOException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("amount", request.amount().minorUnits());
        body.put("currency", request.amount().currencyCode());
        // The bank finds a charge by our reference too, so one whose answer was lost can be captured, closed, refunded.
        String charge = Objects.requireNonNullElse(
                request.chargeRef(), request.attempt().value());
        return post("/v1/charges/" + charge + verb, request.operation().value(), body)
                .operation(request);
    }

    private SandboxReading get(String path) throws IOException {
        Answer answer = exchange.send(Ask.get(baseUrl + path, Map.of("Authorization", "Bearer " + secretKey)));
        return SandboxReading.of("GET", path, answer, secrets);
    }

    private SandboxReading post(String path, String key, ObjectNode body) throws IOException {
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer " + secretKey, "Idempotency-Key", key, "Content-Type", "application/json");
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = exchange.send(Ask.post(baseUrl + path, headers, bytes));
        return SandboxReading.of("POST", path, answer, secrets);
    }
}
