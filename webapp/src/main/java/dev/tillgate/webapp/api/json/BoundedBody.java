package dev.tillgate.webapp.api.json;

import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads request bodies that may not be larger than they should be. */
public final class BoundedBody {
    private BoundedBody() {}

    /**
     * All bytes of a body.
     *
     * @param contentLength the header, if there is one: a body that says it is too large is not read at all
     * @throws ProblemException when there are more than {@code largest}
     */
    public static byte[] read(InputStream body, @Nullable String contentLength, int largest) throws IOException {
        if (contentLength != null && contentLength.length() > 9) {
            throw tooLarge(largest);
        }
        if (contentLength != null && contentLength.chars().allMatch(Character::isDigit)) {
            if (Integer.parseInt(contentLength) > largest) {
                throw tooLarge(largest);
            }
        }
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
            throw tooLarge(largest);
        }
        return bytes;
    }

    private static ProblemException tooLarge(int largest) {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "The body may have at most " + largest + " bytes.");
    }
}
