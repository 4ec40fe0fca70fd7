package dev.tillgate.webapp.checkout;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.page.Assets;
import dev.tillgate.webapp.page.AssetsResource;
import dev.tillgate.webapp.page.FormGuard;
import dev.tillgate.webapp.page.Pages;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.inject.hk2.AbstractBinder;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** The checkout's pages on a real web server, before a {@link Stage}. */
final class CheckoutStand implements AutoCloseable {
    final Stage stage = new Stage();
    private final Server server;
    private final LiveStreams streams;
    private final SignedLinks links;
    private final URI address;

    CheckoutStand() throws Exception {
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        connector.open();
        address = URI.create("http://127.0.0.1:" + connector.getLocalPort());
        Vault vault = new Vault(new byte[32]);
        links = new SignedLinks(vault, address);
        Assets assets = Assets.ofTheGateway();
        Pages pages = new Pages(address, assets);
        FormGuard forms = new FormGuard(vault, address);
        streams = new LiveStreams(
                (merchant, payment) -> stage.view(merchant, payment).map(view -> view.file()));
        stage.listen(events -> streams.committed(events, Set.of()));
        PageMaker maker =
                new PageMaker(pages, stage, forms, links, (view, mark) -> Optional.empty(), Clock.systemUTC());
        List<Object> resources = List.of(
                new CheckoutResource(links, stage, pages, forms, maker),
                new LiveResource(links, stage, streams),
                new AssetsResource(assets));
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        ServletHolder servlet = new ServletHolder(new ServletContainer(config(resources)));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/*");
        server.setHandler(context);
        server.start();
    }

    private static ResourceConfig config(List<Object> resources) {
        ResourceConfig config = new ResourceConfig();
        resources.forEach(resource -> config.register(resource.getClass()));
        config.register(new AbstractBinder() {
            @Override
            @SuppressWarnings("unchecked") // an object's class fits the object
            protected void configure() {
                resources.forEach(resource ->
                        bind(resource).to((Class<Object>) resource.getClass()).ranked(100));
            }
        });
        return config;
    }

    URI address() {
        return address;
    }

    int openStreams() {
        return streams.count();
    }

    String link(PaymentId payment) {
        return linkOf(stage.merchant(), payment);
    }

    String linkOf(MerchantId merchant, PaymentId payment) {
        return links.checkout(merchant, payment);
    }

    @Override
    public void close() throws Exception {
        streams.close();
        server.stop();
    }
}
