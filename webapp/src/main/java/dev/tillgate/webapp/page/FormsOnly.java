package dev.tillgate.webapp.page;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages take forms and nothing else (one with a file only where files are taken): a POST with another body, or none, is turned away (415) before anything looks for
 * its fields.
 */
public final class FormsOnly implements ContainerRequestFilter {
    private final List<String> paths;

    /** @param paths where pages begin, without a leading slash, such as {@code pay/} */
    public FormsOnly(List<String> paths) {
        this.paths = List.copyOf(paths);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean page = paths.stream().anyMatch(path::startsWith);
        boolean accepted = isForm(request.getMediaType()) || (isUpload(path) && isFileForm(request.getMediaType()));
        if (page && request.getMethod().equals("POST") && !accepted) {
            throw new NotSupportedException();
        }
    }

    /** Where a form with a file is taken. */
    private static boolean isUpload(String path) {
        return path.startsWith("console/disputes/") && path.endsWith("/files");
    }

    private static boolean isFileForm(@Nullable MediaType type) {
        return type != null && MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type);
    }

    private static boolean isForm(@Nullable MediaType type) {
        return type != null && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type);
    }
}
