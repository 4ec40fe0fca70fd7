package dev.tillgate.webapp.connect;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Hands out what a store owner installs. There is no secret in it, so that anybody may have it. */
@Path("/download/{file}")
public final class DownloadResource {
    private final Optional<PluginZip> plugin;

    public DownloadResource(Optional<PluginZip> plugin) {
        this.plugin = plugin;
    }

    @GET
    public Response get(@PathParam("file") String file, @Context Request request) {
        PluginZip zip =
                plugin.filter(known -> file.equals(known.name() + ".zip")).orElseThrow(NotFoundException::new);
        EntityTag tag = new EntityTag(zip.hash());
        Response.ResponseBuilder known = request.evaluatePreconditions(tag);
        Response.ResponseBuilder answer = known != null
                ? known
                : Response.ok(zip.content(), "application/zip")
                        .header("Content-Disposition", "attachment; filename=\"" + file + "\"");
        return answer.tag(tag)
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
