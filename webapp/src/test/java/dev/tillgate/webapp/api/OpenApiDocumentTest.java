package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.sql.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    /** The document is kept with the sources, so that a change of the API shows in its review. */
    private static final Path KEPT =
            TestServer.checkout().resolve("webapp/src/main/resources/dev/tillgate/webapp/api/openapi.json");

    @Test
    void the_kept_document_is_the_one_the_code_says() throws IOException {
        String generated = OpenApiDocument.generate();
        if (Boolean.getBoolean("openapi.write")) {
            Files.createDirectories(KEPT.getParent());
            Files.writeString(KEPT, generated);
        }
        assertThat(Files.readString(KEPT))
                .as("write it anew: mvn -pl webapp -am test -Dtest=OpenApiDocumentTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write=true")
                .isEqualTo(generated);
    }
}
