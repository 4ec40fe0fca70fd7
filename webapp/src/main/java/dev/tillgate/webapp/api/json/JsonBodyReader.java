package dev.tillgate.webapp.api.json;

import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Hands a request's body to a resource as a {@link JsonBody}: at most 64 KiB of {@code application/json}. */
@Consumes(MediaType.WILDCARD)
public final class JsonBodyReader implements MessageBodyReader<JsonBody> {
    public static final int LARGEST = 64 * 1024;

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonBody.class;
    }

    @Override
    public JsonBody readFrom(
            Class<JsonBody> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        byte[] bytes = BoundedBody.read(body, headers.getFirst(HttpHeaders.CONTENT_LENGTH), LARGEST);
        if (bytes.length > 0) {
            requireJson(mediaType);
        }
        return JsonBody.read(bytes);
    }

    private static void requireJson(MediaType type) {
        String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
        if (!type.getType().equalsIgnoreCase("application")
                || !type.getSubtype().equalsIgnoreCase("json")
                || !charset.equalsIgnoreCase("utf-8")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8.");
        }
    }
}
