package dev.tillgate.webapp.page;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pages take forms and nothing else, and forms with a file only where files are taken: a POST with another body, or
 * none, is turned away (415) before anything looks for its fields.
 */
public final class FormsOnly implements ContainerRequestFilter {
    private final List<String> paths;
    private final Pattern uploads;

    /**
     * @param paths where pages begin, without a leading slash, such as {@code pay/}
     * @param uploads whole paths of those among them whose form brings a file
     */
    public FormsOnly(List<String> paths, Pattern uploads) {
        this.paths = List.copyOf(paths);
        this.uploads = uploads;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean page = paths.stream().anyMatch(path::startsWith);
        if (page && request.getMethod().equals("POST") && !accepts(path, request.getMediaType())) {
            throw new NotSupportedException();
        }
    }

    private boolean accepts(String path, @Nullable MediaType type) {
        return type != null
                && (MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)
                        || (MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type)
                                && uploads.matcher(path).matches()));
    }
}
