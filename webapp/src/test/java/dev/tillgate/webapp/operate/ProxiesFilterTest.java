package dev.tillgate.webapp.operate;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who asks, as the gateway sees it, behind proxies of its operator and of strangers. */
class ProxiesFilterTest {
    private static final class Echo extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getRemoteAddr());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'198.51.100.7', 198.51.100.7",
        "'203.0.113.9, 198.51.100.7', 198.51.100.7",
        "'198.51.100.7, 10.0.0.5', 198.51.100.7",
        "'2001:db8::7', 2001:db8::7",
        "'evil.example', 127.0.0.1",
        "'198.51.100.7, <script>', 127.0.0.1",
        "'10.0.0.5', 10.0.0.5"
    })
    void the_last_address_that_is_no_proxy_of_ours_asks(String said, String expected) throws Exception {
        assertThat(seen(List.of("127.0.0.1", "10.0.0.5"), said)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"'198.51.100.7'", "'127.0.0.2'"})
    void a_stranger_cannot_say_to_be_somebody_else(String said) throws Exception {
        assertThat(seen(List.of(), said)).isEqualTo("127.0.0.1");
        assertThat(seen(List.of("10.0.0.5"), said)).isEqualTo("127.0.0.1");
    }

    private static String seen(List<String> trusted, String said) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addFilter(new FilterHolder(new ProxiesFilter(trusted)), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Echo()), "/");
        server.setHandler(context);
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort()))
                    .header("X-Forwarded-For", said)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } finally {
            server.stop();
        }
    }
}
