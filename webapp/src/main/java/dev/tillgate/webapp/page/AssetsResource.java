package dev.tillgate.webapp.page;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Serves {@link Assets}. */
@Path("/assets/{hash}/{name}")
public final class AssetsResource {

    private final Assets assets;

    public AssetsResource(Assets assets) {
        this.assets = assets;
    }

    @GET
    public Response get(@PathParam("hash") String hash, @PathParam("name") String name) {
        Assets.Asset asset = assets.find(name).orElseThrow(NotFoundException::new);
        // While nodes are upgraded one by one a page may ask for another version: it gets ours, but must not keep it.
        String caching = asset.hash().equals(hash) ? "public, max-age=31536000, immutable" : "no-store";
        return Response.ok(asset.content(), asset.contentType())
                .header("Cache-Control", caching)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .build();
    }
}
