package dev.tillgate.webapp.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tillgate.platform.shopify.ShopifyFixture;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bot asks for an order in the shop: what is understood, and what is said when the shop cannot make one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatDraftsApiTest {
    private static final String PATH = "/api/v1/chat/drafts";
    private static final String TEA = "{\"lines\": [{\"variant\": 43729076, \"quantity\": 2}]}";
    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void a_store_without_such_a_shop_says_so() {
        ApiCaller.of(gateway, gateway.newShop())
                .post(PATH, TEA)
                .then()
                .statusCode(422)
                .body("detail", containsString("no shop in which orders can be drafted"));
    }

    @Test
    void a_shop_that_does_not_answer_is_asked_again_later_with_the_same_key() {
        Shop shop = gateway.newShop();
        gateway.connectShop(
                shop.merchant(),
                shop.store(),
                "shopify",
                ShopifyFixture.settings("2026-10").values());
        ApiCaller caller = ApiCaller.of(gateway, shop);
        for (int i = 0; i < 2; i++) {
            caller.post(PATH, TEA, "the-same-key").then().statusCode(503).header("Idempotent-Replayed", equalTo(null));
        }
    }

    @Test
    void only_who_may_write_in_conversations_may_draft() {
        ApiCaller.of(gateway, gateway.newShop(), "payments:read")
                .post(PATH, TEA)
                .then()
                .statusCode(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"lines\": []}; /lines",
                "{}; /lines",
                "{\"lines\": [{}]}; /lines/0/variant",
                "{\"lines\": [{\"variant\": 0}]}; /lines/0/variant",
                "{\"lines\": [{\"variant\": 9007199254740993}]}; /lines/0/variant",
                "{\"lines\": [{\"variant\": 1, \"quantity\": 0}]}; /lines/0/quantity",
                "{\"lines\": [{\"variant\": 1, \"price\": 1}]}; /lines/0/price",
                "{\"lines\": [{\"variant\": 1}], \"currency\": \"eur\"}; /currency",
                "{\"lines\": [{\"variant\": 1}], \"amount\": \"1.00\"}; /amount"
            })
    void what_is_wrong_is_named_and_no_price_is_taken_from_a_bot(String body, String field) {
        Shop shop = gateway.newShop();
        gateway.connectShop(
                shop.merchant(),
                shop.store(),
                "shopify",
                ShopifyFixture.settings("2026-10").values());
        ApiCaller.of(gateway, shop).post(PATH, body).then().statusCode(422).body("errors[0].pointer", equalTo(field));
    }
}
