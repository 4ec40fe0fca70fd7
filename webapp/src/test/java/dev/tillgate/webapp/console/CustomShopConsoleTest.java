package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.platform.signed.FakeSignedShop;
import dev.tillgate.platform.signed.FakeSignedShop.Mood;
import dev.tillgate.platform.signed.WebhookKey;
import dev.tillgate.webapp.GatewayUnderTest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A merchant connects a shop of their own, sees whether it answers, and ends it, by forms alone. */
class CustomShopConsoleTest {
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Test
    void aShopOfOnesOwnIsConnectedTestedAndDisconnected() throws Exception {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
                FakeSignedShop shop = new FakeSignedShop()) {
            String setup = gateway.banner().stream()
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .filter(word -> word.contains("/console/setup/"))
                    .findFirst()
                    .orElseThrow();
            String form = found("name=\"form\" value=\"([\\w-]+)\"", get(setup));
            post(setup, Map.of("email", "owner@shop.example", "password", "correct horse battery", "form", form));
            String stores = get(gateway.url() + "/console/stores");
            String code = found("name=\"form\" value=\"([\\w-]+)\"", stores);
            String store = gateway.url() + "/console/stores/" + found("/console/stores/(sto_[0-9a-z]+)", stores);
            post(store + "/callbacks", Map.of("url", shop.url(), "form", code));
            String shown = post(store + "/callbacks/secrets", Map.of("do", "show", "form", code));
            shop.key(new WebhookKey(found("(whsec_[\\w+/=]+)", shown)));

            assertThat(get(store)).contains("id=\"custom-shop\"").contains("value=\"yes\"");
            assertThat(post(store + "/custom", Map.of("do", "connect", "reading", "yes", "form", code)))
                    .contains("Your shop answers as it should.")
                    .contains("/hooks/shops/sto_");

            shop.mood(Mood.MISSIGNED);
            assertThat(post(store + "/custom", Map.of("do", "test", "form", code)))
                    .contains("Your shop does not answer as it should")
                    .contains("not signed with this store’s callback secret");
            assertThat(post(store + "/custom", Map.of("do", "connect", "reading", "perhaps", "form", code)))
                    .contains("Nothing was changed");
            assertThat(post(store + "/custom", Map.of("do", "test")))
                    .as("a form that is not ours")
                    .contains("Nothing was changed");

            assertThat(post(store + "/custom", Map.of("do", "disconnect", "form", code)))
                    .contains("value=\"connect\"")
                    .doesNotContain("/hooks/shops/");
            assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_connection"))
                    .isZero();
        }
    }

    private String get(String url) throws IOException, InterruptedException {
        return end(
                url,
                browser.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()));
    }

    /** Where the redirects lead to. */
    private String end(String url, HttpResponse<String> answer) throws IOException, InterruptedException {
        String to = answer.headers().firstValue("Location").orElse("");
        return to.isEmpty() ? answer.body() : get(URI.create(url).resolve(to).toString());
    }

    private String post(String url, Map<String, String> fields) throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Origin",
                                URI.create(url).resolve("/").toString().replaceAll("/$", ""))
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return end(url, answer);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
