package dev.tillgate.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.node.NodePackages;
import dev.tillgate.platform.EmbeddedShop.Place;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shopify's published schema and its own library are the judges of what we send and of what we believe. */
class ShopifyJudgeTest {
    private static final Settings SETTINGS = ShopifyFixture.settings("2026-10");
    private static SchemaCourt court;

    @BeforeAll
    static void open() {
        court = SchemaCourt.open();
    }

    @AfterAll
    static void close() {
        if (court != null) {
            court.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10", "2026-07"})
    void every_document_is_valid_and_uses_nothing_that_is_deprecated(String version) {
        assertThat(Documents.ALL).hasSize(12);
        Documents.ALL.forEach((name, document) -> assertThat(
                        court.execute(version, document, JsonNodeFactory.instance.objectNode(), null))
                .as(name)
                .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10", "2026-07"})
    void a_refund_without_its_key_is_refused(String version) {
        String bare = Documents.REFUND.replace(" @idempotent(key: $key)", "").replace(", $key: String!", "");

        assertThat(Documents.REFUND).contains("@idempotent(key: $key)");
        assertThat(court.execute(version, bare, JsonNodeFactory.instance.objectNode(), null)
                        .path("errors")
                        .path(0)
                        .path("message")
                        .asText())
                .isEqualTo("refundCreate needs @idempotent");
    }

    @Test
    void the_judge_notices_a_wrong_document_wrong_variables_and_a_wrong_answer() {
        ObjectNode none = JsonNodeFactory.instance.objectNode();
        assertThat(court.execute("2026-10", "query X { order(id: \"1\") { nonsense } }", none, null)
                        .path("errors"))
                .isNotEmpty();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("order").put("id", "gid://shopify/Order/1");
        assertThat(court.execute("2026-10", Documents.READ_ORDER, none, root).path("errors"))
                .isNotEmpty();
        ObjectNode id = JsonNodeFactory.instance.objectNode().put("id", "gid://shopify/Order/1");
        assertThat(court.execute("2026-10", Documents.READ_ORDER, id, root).path("errors"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Shopify-", "shopify-"})
    void a_webhook_that_we_believe_is_one_for_shopifys_library_and_one_that_we_refuse_is_none(String family) {
        byte[] body = "{\"id\":820982911946154508,\"note\":\"茶\"}".getBytes(StandardCharsets.UTF_8);
        InboundRequest good = ShopifyFixture.webhook("orders/updated", body, family);

        assertThat(judged(good)).isTrue();
        assertThat(Webhooks.read(good, SETTINGS)).isInstanceOf(dev.tillgate.platform.Inbound.Verified.class);

        InboundRequest forged = new InboundRequest(
                "POST",
                good.path(),
                null,
                good.headers(),
                "{\"id\":1}".getBytes(StandardCharsets.UTF_8),
                Instant.now());
        assertThat(judged(forged)).isFalse();
        assertThat(Webhooks.read(forged, SETTINGS)).isInstanceOf(dev.tillgate.platform.Inbound.Rejected.class);
    }

    private static boolean judged(InboundRequest request) {
        ObjectNode ask = asking("webhook").put("body", new String(request.body(), StandardCharsets.UTF_8));
        ObjectNode headers = ask.putObject("headers");
        request.headers().forEach(headers::put);
        return court.ask(ask).path("valid").asBoolean();
    }

    @Test
    void a_session_token_is_good_for_both_or_for_none() {
        long now = Instant.now().getEpochSecond();
        for (Map.Entry<String, Boolean> one : Map.of(
                        token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, now, "HS256"), true,
                        token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, now - 120, "HS256"), false,
                        token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, now + 120, "HS256"), false,
                        token(FakeShopify.SECRET, "another-app", now, "HS256"), false,
                        token("shpss_ffffffffffffffffffffffffffffffff", FakeShopify.CLIENT_ID, now, "HS256"), false,
                        token(FakeShopify.SECRET, FakeShopify.CLIENT_ID, now, "none"), false)
                .entrySet()) {
            assertThat(court.ask(asking("session").put("token", one.getKey()))
                            .path("valid")
                            .asBoolean())
                    .as(one.getKey())
                    .isEqualTo(one.getValue());
            assertThat(SessionToken.isGenuine(Place.ADMINISTRATION, one.getKey(), SETTINGS, Instant.now()))
                    .as(one.getKey())
                    .isEqualTo(one.getValue());
        }
    }

    private static ObjectNode asking(String what) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("do", what)
                .put("clientId", FakeShopify.CLIENT_ID)
                .put("secret", FakeShopify.SECRET);
    }

    static String token(String secret, String audience, long at, String algorithm) {
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("iss", "https://" + FakeShopify.SHOP + "/admin")
                .put("dest", "https://" + FakeShopify.SHOP)
                .put("aud", audience)
                .put("sub", "42")
                .put("exp", at + 60)
                .put("nbf", at)
                .put("iat", at)
                .put("jti", "f8912129-1af6-4cad-9ca3-76b0f7621087")
                .put("sid", "aaea182f2732d44c23057c0fea584021a4485b2bd25d3eb7fd349313ad24c685");
        return token(secret, claims, algorithm);
    }

    static String token(String secret, ObjectNode claims, String algorithm) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        ObjectNode header =
                JsonNodeFactory.instance.objectNode().put("alg", algorithm).put("typ", "JWT");
        String signed = encoder.encodeToString(header.toString().getBytes(StandardCharsets.UTF_8))
                + "."
                + encoder.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
        return signed + "." + encoder.encodeToString(Hmac.sha256(secret, signed.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void the_block_fits_the_types_that_shopify_publishes_for_its_pages() throws IOException {
        String block = AppFiles.of(
                        SETTINGS, "https://pay.example/shopify/sto_1", "https://pay.example/hooks/shops/sto_1")
                .get("extensions/pay-now/src/PayNow.jsx");

        NodePackages.Ran good = typed(block);
        assertThat(good.output()).isEmpty();
        assertThat(good.worked()).isTrue();
        assertThat(typed(block.replace("shopify.sessionToken", "shopify.session"))
                        .output())
                .contains("Property 'session' does not exist");
    }

    private static NodePackages.Ran typed(String block) throws IOException {
        Path folder = NodeTools.folder().resolve("block");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("PayNow.jsx"), block);
        Files.writeString(folder.resolve("shopify.d.ts"), """
                import '@shopify/ui-extensions';
                declare module './PayNow.jsx' {
                  const shopify: import('@shopify/ui-extensions/purchase.thank-you.block.render').Api
                    | import('@shopify/ui-extensions/customer-account.order-status.block.render').Api;
                }
                """);
        Files.writeString(folder.resolve("tsconfig.json"), """
                {"compilerOptions": {"jsx": "react-jsx", "jsxImportSource": "preact", "target": "ES2022",
                  "module": "ESNext", "moduleResolution": "bundler", "allowJs": true, "checkJs": true, "noEmit": true,
                  "skipLibCheck": true, "lib": ["ES2022", "DOM"]}, "files": ["PayNow.jsx", "shopify.d.ts"]}
                """);
        return NodePackages.run(folder, List.of("node", "../node_modules/typescript/bin/tsc"));
    }
}
