package dev.tillgate.webapp;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.sql.Database;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.Migrations;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.operate.LogLines;
import dev.tillgate.webapp.operate.ProxiesFilter;
import dev.tillgate.webapp.operate.RequestIdFilter;
import dev.tillgate.webapp.practice.SimulatorServlet;
import dev.tillgate.webapp.practice.SimulatorServlet.Served;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.glassfish.jersey.servlet.ServletContainer;
import org.jspecify.annotations.Nullable;

/**
 * Where a servlet container enters: reads the settings, opens the database, brings its schema up to date, builds the
 * {@link Application} and puts it on the web. The same in Tomcat, in Jetty and in the program's own server.
 */
public final class Startup implements ServletContextListener {

    /** Attribute under which the program's own server hands over {@link Settings} it has already read. */
    public static final String SETTINGS = "tillgate.settings";

    /** Attribute under which the program's own server hands over the {@link Database} it has started. */
    public static final String DATABASE = "tillgate.database";

    /** Attribute under which the application leaves its banner, a list of lines, for the server to print. */
    public static final String BANNER = "tillgate.banner";

    /** Attribute under which the application leaves a {@link Runnable} for the server to run before it stops. */
    public static final String BEFORE_STOP = "tillgate.before-stop";

    private static final int FORM_BYTES = 64 * 1024;

    private @Nullable Application application;
    private @Nullable HikariDataSource pool;
    private @Nullable HikariDataSource reads;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Settings settings = settings(context);
        LogLines.use(settings.get(Keys.LOG_FORMAT));
        Database database = database(context, settings);
        try {
            Migrations.apply(database);
            int connections = settings.get(Keys.DB_POOL_SIZE);
            int forReads = Math.max(1, connections * 2 / 5);
            pool = database.pool(connections - forReads);
            reads = database.reads(forReads);
            Application built = new Application(settings, pool, reads, product(pool));
            application = built;
            register(context, built, settings.get(Keys.TRUSTED_PROXIES));
            built.start();
            context.setAttribute(BANNER, built.banner());
            context.setAttribute(BEFORE_STOP, (Runnable) built::prepareToStop);
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not answer: " + database, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (application != null) {
            application.close();
        }
        if (reads != null) {
            reads.close();
        }
        if (pool != null) {
            pool.close();
        }
        // Its thread would keep an undeployed application's classes in memory.
        AbandonedConnectionCleanupThread.uncheckedShutdown();
    }

    private static void register(ServletContext context, Application application, List<String> proxies) {
        FilterRegistration.Dynamic client = context.addFilter("proxies", new ProxiesFilter(proxies));
        client.setAsyncSupported(true);
        client.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        FilterRegistration.Dynamic requestId = context.addFilter("request-id", new RequestIdFilter());
        requestId.setAsyncSupported(true);
        requestId.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        simulators(context, "sandbox", path -> Optional.of(new Served(application.bank(), path)));
        simulators(context, "practice", application.practice()::serving);
        ServletRegistration.Dynamic servlet =
                context.addServlet("tillgate", new ServletContainer(application.resources()));
        // All paths: so nothing else in the archive, such as the start class, is ever served as a file.
        servlet.addMapping("/*");
        servlet.setAsyncSupported(true);
        // For the one form that brings a file; beyond some kilobytes the container keeps it on disk, not in memory.
        servlet.setMultipartConfig(new MultipartConfigElement(
                System.getProperty("java.io.tmpdir"),
                ImportSettlement.MOST_BYTES,
                ImportSettlement.MOST_BYTES + FORM_BYTES,
                FORM_BYTES));
        servlet.setLoadOnStartup(1);
    }

    private static void simulators(ServletContext context, String name, Function<String, Optional<Served>> who) {
        ServletRegistration.Dynamic servlet = context.addServlet(name, new SimulatorServlet(who));
        servlet.addMapping("/" + name + "/*");
        servlet.setAsyncSupported(true);
    }

    private static Settings settings(ServletContext context) {
        return context.getAttribute(SETTINGS) instanceof Settings given ? given : Settings.load();
    }

    private static Database database(ServletContext context, Settings settings) {
        if (context.getAttribute(DATABASE) instanceof Database given) {
            return given;
        }
        String url = settings.get(Keys.DB_URL)
                .orElseThrow(() -> new IllegalStateException("Inside a servlet container " + Keys.DB_URL.variable()
                        + " must name your MySQL or MariaDB database"));
        return new Database(
                url, settings.get(Keys.DB_USER), settings.get(Keys.DB_PASSWORD).orElse(""));
    }

    private static DatabaseProduct product(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return DatabaseProduct.of(connection);
        }
    }
}
