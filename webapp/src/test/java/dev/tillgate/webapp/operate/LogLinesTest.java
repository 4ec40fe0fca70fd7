package dev.tillgate.webapp.operate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogLinesTest {

    @Test
    void a_line_says_which_request_and_payment_it_is_about_and_nothing_personal() {
        Lines lines = new Lines();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.tillgate");
        lines.start();
        logger.addAppender(lines);
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            Shop shop = gateway.newShop();
            String request = "request-" + UUID.randomUUID();
            String token = given().baseUri(gateway.url().toString())
                    .auth()
                    .preemptive()
                    .basic(shop.clientId(), shop.secret())
                    .formParam("grant_type", "client_credentials")
                    .post("/api/oauth/token")
                    .path("access_token");
            String payment = given().baseUri(gateway.url().toString())
                    .header("Authorization", "Bearer " + token)
                    .header("X-Request-Id", request)
                    .header("Idempotency-Key", UUID.randomUUID())
                    .contentType("application/json")
                    .body("""
                            {"order": "1001", "amount": "12.34", "currency": "EUR", "description": "For Ms Example",
                             "pay": {"method": "card", "instrument": "tok_silent"}}""")
                    .post("/api/v1/payments")
                    .path("id");

            assertThat(lines.of(request)).isNotEmpty().allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                    .containsEntry("payment_id", payment));
            assertThat(lines.all)
                    .noneMatch(line -> line.getFormattedMessage().contains("Ms Example")
                            || line.getFormattedMessage().contains(token)
                            || line.getFormattedMessage().contains(shop.secret()));
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent line) {
            line.prepareForDeferredProcessing();
            all.add(line);
        }

        List<ILoggingEvent> of(String request) {
            return all.stream()
                    .filter(line -> request.equals(line.getMDCPropertyMap().get(RequestIdFilter.REQUEST_ID)))
                    .toList();
        }
    }
}
