package dev.tillgate.platform.shopify;

import dev.tillgate.node.NodePackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Shopify's own schema and library. */
final class NodeTools {
    private static final String SCHEMAS = "@shopify/dev-mcp@1.16.0";
    private static final List<String> LIBRARIES = List.of(
            "graphql@16.11.0",
            "@shopify/shopify-api@15.0.0",
            "@shopify/ui-extensions@2026.7.4",
            "typescript@5.9.3",
            "preact@10.29.8",
            "@preact/signals@2.11.4");

    private NodeTools() {}

    /** The folder with {@code node_modules} and {@code schema}. */
    static Path folder() {
        Path home = NodePackages.in("npm", LIBRARIES);
        NodePackages.locked(home, () -> schemas(home));
        return home;
    }

    private static boolean schemas(Path home) throws IOException {
        Path folder = home.resolve("schema");
        if (Files.exists(folder.resolve("done"))) {
            return true;
        }
        Files.createDirectories(folder);
        boolean packed = NodePackages.works(home, List.of("npm", "pack", "--silent", SCHEMAS))
                && NodePackages.works(
                        home,
                        List.of(
                                "tar",
                                "xzf",
                                "shopify-dev-mcp-1.16.0.tgz",
                                "-C",
                                "schema",
                                "--strip-components=3",
                                "package/dist/data/admin_2026-07.json.gz",
                                "package/dist/data/admin_2026-10.json.gz",
                                "package/dist/data/payments-apps_2026-07.json.gz",
                                "package/dist/data/payments-apps_2026-10.json.gz"));
        if (packed) {
            Files.writeString(folder.resolve("done"), "");
        }
        return packed;
    }
}
