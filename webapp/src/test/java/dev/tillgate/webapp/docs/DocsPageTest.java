package dev.tillgate.webapp.docs;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.problem.ProblemType;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsPageTest {
    private static final Pattern LINK = Pattern.compile("href=\"#([^\"]+)\"");
    private static final Pattern PLACE = Pattern.compile("id=\"([^\"]+)\"");

    private final GatewayUnderTest gateway = GatewayUnderTest.start();

    @AfterAll
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void every_link_of_the_page_leads_somewhere(String language) {
        Response page = given().baseUri(gateway.url().toString())
                .header("Accept-Language", language)
                .get("/api/docs");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.header("Content-Language")).isEqualTo(language);
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        Set<String> places = all(PLACE, page.asString());
        assertThat(places).containsAll(all(LINK, page.asString()));
        for (ProblemType type : ProblemType.values()) {
            assertThat(places).contains(type.uri().replaceAll(".*#", ""));
        }
        assertThat(page.asString()).doesNotContain("<script").contains("createPayment");
        assertThat(page.asByteArray().length).isLessThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void who_makes_a_shop_finds_the_examples_as_they_are_tested(String language) throws IOException {
        Response page = given().baseUri(gateway.url().toString())
                .header("Accept-Language", language)
                .get("/api/docs/shops");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.header("Content-Language")).isEqualTo(language);
        assertThat(all(PLACE, page.asString())).containsAll(all(LINK, page.asString()));
        String shown = page.htmlPath().getString("html.body");
        for (String file :
                List.of("curl/pay.sh", "curl/changed.sh", "php/callback.php", "node/pay.mjs", "java/Pay.java")) {
            String code =
                    Files.readString(Path.of("../platform-adapters/examples").resolve(file));
            assertThat(shown.replaceAll("\\s+", "")).contains(code.replaceAll("\\s+", ""));
        }
    }

    @Test
    void programs_get_the_document() {
        given().baseUri(gateway.url().toString())
                .get("/api/openapi.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("openapi", equalTo("3.1.0"))
                .body("paths.'/api/v1/payments'.post.operationId", equalTo("createPayment"));
    }

    private static Set<String> all(Pattern pattern, String html) {
        return pattern.matcher(html)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }
}
