package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.webapp.GatewayUnderTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A merchant with a browser without a window. */
public final class Merchant {
    static final String EMAIL = "owner@shop.example";
    static final String PASSWORD = "correct horse battery";

    private final HttpClient browser = HttpClient.newHttpClient();
    /** Kept by hand: behind a proxy the gateway's cookies are for https, and the test is behind the proxy. */
    private String cookie = "none=0";

    /** Makes itself the owner of the installation. */
    public static Merchant owning(GatewayUnderTest gateway) throws Exception {
        return owning(gateway, gateway.url().toString());
    }

    /** @param publicUrl the address that the start screen names */
    static Merchant owning(GatewayUnderTest gateway, String publicUrl) throws Exception {
        Merchant merchant = new Merchant();
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow()
                .replace(publicUrl, gateway.url().toString());
        merchant.post(
                setup,
                Map.of(
                        "email",
                        EMAIL,
                        "password",
                        PASSWORD,
                        "form",
                        code(merchant.get(setup).body())));
        return merchant;
    }

    public HttpResponse<String> get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** Follows redirects by hand, to know where it is. */
    public String opened(String url) throws Exception {
        String at = url;
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> answer = get(at);
            if (answer.statusCode() != 303) {
                return at;
            }
            at = URI.create(at)
                    .resolve(answer.headers().firstValue("location").orElseThrow())
                    .toString();
        }
        throw new AssertionError("round and round: " + url);
    }

    public HttpResponse<String> post(String url, Map<String, String> fields) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + FakePlugin.encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return postRaw(url, form);
    }

    HttpResponse<String> postRaw(String url, String form) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer =
                browser.send(request.header("Cookie", cookie).build(), HttpResponse.BodyHandlers.ofString());
        answer.headers()
                .firstValue("set-cookie")
                .filter(set -> set.startsWith("tillgate_console="))
                .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        return answer;
    }

    /** Approves what the address asks for, as a new store; answers the shop's page that opens afterwards. */
    String approve(String page, String name) throws Exception {
        return approve(page, Map.of("store", "new", "name", name, "do", "approve"));
    }

    String approve(String page, Map<String, String> choice) throws Exception {
        Map<String, String> fields = new java.util.HashMap<>(choice);
        fields.put("form", code(get(page).body()));
        HttpResponse<String> answer = post(page, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return found("content=\"0;url=([^\"]+)\"", answer.body()).replace("&amp;", "&");
    }

    public static String code(String page) {
        return found("name=\"form\" value=\"([\\w-]+)\"", page);
    }

    public static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }
}
