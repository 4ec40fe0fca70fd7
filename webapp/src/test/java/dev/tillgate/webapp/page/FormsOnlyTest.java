package dev.tillgate.webapp.page;

import static io.restassured.RestAssured.given;

import dev.tillgate.webapp.GatewayUnderTest;
import org.junit.jupiter.api.Test;

class FormsOnlyTest {
    @Test
    void a_post_that_is_no_form_is_turned_away() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            for (String path : new String[] {"/pay/anything/start", "/console/login"}) {
                given().baseUri(gateway.url().toString())
                        .contentType("application/json")
                        .body("{}")
                        .post(path)
                        .then()
                        .statusCode(415);
            }
        }
    }
}
