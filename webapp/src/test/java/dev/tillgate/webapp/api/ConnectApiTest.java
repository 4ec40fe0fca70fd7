package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.catalog.Downloads;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a plugin asks about its connection, judged by the OpenAPI document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectApiTest {
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void a_store_says_what_it_offers() {
        ApiCaller.of(gateway, gateway.newShop())
                .get("/api/connect/status")
                .then()
                .statusCode(200)
                .body("store_name", equalTo("Test shop"))
                .body("test_mode", equalTo(true))
                .body("methods", hasItem("card"))
                .body("currencies", hasItems("EUR", "JPY", "KWD"))
                .body("currencies", not(hasItem("XAU")));
    }

    @Test
    void a_shop_that_was_never_connected_cannot_be_tested() {
        ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());

        shop.post("/api/connect/test", "{}")
                .then()
                .statusCode(200)
                .body("reachable", equalTo(false))
                .body("problem", equalTo("not_connected"));
    }

    @Test
    void changing_secrets_needs_the_scope_for_callbacks() {
        SampleShops.Shop made = gateway.newShop();

        ApiCaller.of(gateway, made, "payments:read")
                .post("/api/connect/rotate", "{}")
                .then()
                .statusCode(403);
        ApiCaller.of(gateway, made)
                .post("/api/connect/rotate", "{}")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("client_secret", startsWith("tg_sk_"))
                .body("callback_secret", startsWith("whsec_"));
    }

    @Test
    void disconnecting_ends_the_client() {
        ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());

        shop.post("/api/connect/disconnect", "{}").then().statusCode(204);
    }

    @Test
    void the_plugin_is_handed_out_to_anybody_and_only_once_to_who_has_it() {
        assumeTrue(Downloads.woocommerce().isPresent(), "skipped: a build without the plugin's files");
        String address = gateway.url() + "/download/tillgate-for-woocommerce.zip";
        String tag = given().get(address)
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .header("Content-Disposition", "attachment; filename=\"tillgate-for-woocommerce.zip\"")
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .header("ETag");

        given().header("If-None-Match", tag).get(address).then().statusCode(304).header("ETag", tag);
        given().head(address).then().statusCode(200).header("ETag", tag);
        given().get(gateway.url() + "/download/other.zip").then().statusCode(404);
    }
}
