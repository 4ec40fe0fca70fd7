package dev.tillgate.webapp.page;

import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pages take forms and nothing else: a POST with another body, or none, is turned away (415) before anything looks for
 * its fields.
 */
public final class FormsOnly implements ContainerRequestFilter {
    private final List<String> paths;
    private final String upload;

    /**
     * @param paths where pages begin, without a leading slash, such as {@code pay/}
     * @param upload the one page among them whose form brings a file
     */
    public FormsOnly(List<String> paths, String upload) {
        this.paths = List.copyOf(paths);
        this.upload = upload;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        boolean page = paths.stream().anyMatch(path::startsWith);
        boolean file = path.equals(upload) && isFile(request.getMediaType());
        if (page && request.getMethod().equals("POST") && !file && !isForm(request.getMediaType())) {
            throw new NotSupportedException();
        }
    }

    private static boolean isFile(@Nullable MediaType type) {
        return type != null && MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type);
    }

    private static boolean isForm(@Nullable MediaType type) {
        return type != null && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type);
    }
}
