package dev.tillgate.webapp.boot;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.sql.Database;
import dev.tillgate.sql.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same archive in operators' own servlet containers, with a database of theirs. */
class DeploymentIT {

    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    Path folder;

    @Test
    void runs_in_tomcat_configured_by_the_environment() throws Exception {
        int port = ServletContainer.freePort();
        Path home = ServletContainer.distribution("apache-tomcat-");
        Path base = tomcatBase(home, port);
        try (TestDatabase database = TestDatabase.openEmpty();
                ServletContainer tomcat = ServletContainer.start(
                        base,
                        port,
                        List.of(
                                "-Dcatalina.home=" + home,
                                "-Dcatalina.base=" + base,
                                "-cp",
                                home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
                                "org.apache.catalina.startup.Bootstrap",
                                "start"),
                        environment(database.database()))) {
            tomcat.awaitReady();

            assertThat(get(tomcat.url() + "/dev/tillgate/boot/Start.class").statusCode())
                    .isEqualTo(404);
            assertThat(database.number("SELECT COUNT(*) FROM flyway_schema_history"))
                    .isPositive();
            tomcat.terminate();
            assertThat(tomcat.output()).doesNotContain("memory leak").doesNotContain("SEVERE");
        }
    }

    @Test
    void runs_in_jetty_configured_by_a_file() throws Exception {
        int port = ServletContainer.freePort();
        Path home = ServletContainer.distribution("jetty-home-");
        Path base = Files.createDirectories(folder.resolve("jetty"));
        Files.createDirectories(base.resolve("webapps"));
        Files.copy(TillgateProcess.war(), base.resolve("webapps/root.war"));
        try (TestDatabase database = TestDatabase.openEmpty()) {
            Path settings = Files.writeString(folder.resolve("tillgate.properties"), """
                    db.url=%s
                    db.user=%s
                    db.password=%s
                    master.key=%s
                    data=%s
                    """.formatted(
                            database.database().url(),
                            database.database().user(),
                            database.database().password(),
                            MASTER_KEY,
                            folder.resolve("data")));
            try (ServletContainer jetty = ServletContainer.start(
                    base,
                    port,
                    List.of(
                            "-Dtillgate.config=" + settings,
                            "-jar",
                            home.resolve("start.jar").toString(),
                            "jetty.base=" + base,
                            // In this order: what follows an environment's module belongs to that environment.
                            "--module=http",
                            "jetty.http.host=127.0.0.1",
                            "jetty.http.port=" + port,
                            "--module=ee11-deploy"),
                    Map.of())) {
                jetty.awaitReady();

                assertThat(get(jetty.url() + "/dev/tillgate/boot/Start.class").statusCode())
                        .isEqualTo(404);
                jetty.terminate();
            }
        }
    }

    private Path tomcatBase(Path home, int port) throws IOException {
        Path base = Files.createDirectories(folder.resolve("tomcat"));
        for (String name : List.of("webapps", "logs", "temp", "work", "conf")) {
            Files.createDirectories(base.resolve(name));
        }
        Files.copy(home.resolve("conf/web.xml"), base.resolve("conf/web.xml"));
        Files.writeString(base.resolve("conf/server.xml"), """
                <Server port="-1" shutdown="SHUTDOWN">
                  <Listener className="org.apache.catalina.core.JreMemoryLeakPreventionListener" />
                  <Service name="Catalina">
                    <Connector port="%d" address="127.0.0.1" />
                    <Engine name="Catalina" defaultHost="localhost">
                      <Host name="localhost" appBase="webapps" />
                    </Engine>
                  </Service>
                </Server>
                """.formatted(port));
        Files.copy(TillgateProcess.war(), base.resolve("webapps/ROOT.war"));
        return base;
    }

    private Map<String, String> environment(Database database) {
        return Map.of(
                "TILLGATE_DATA", folder.resolve("data").toString(),
                "TILLGATE_DB_URL", database.url(),
                "TILLGATE_DB_USER", database.user(),
                "TILLGATE_DB_PASSWORD", database.password(),
                "TILLGATE_MASTER_KEY", MASTER_KEY);
    }
}
