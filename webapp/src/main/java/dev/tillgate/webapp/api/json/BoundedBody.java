package dev.tillgate.webapp.api.json;

import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads request bodies that may not be larger than they should be. */
public final class BoundedBody {
    /** Somebody who is still sending does not read the answer: this much too much is read and thrown away first. */
    private static final int THROWN_AWAY = 4 * 1024 * 1024;

    private BoundedBody() {}

    /**
     * All bytes of a body.
     *
     * @param contentLength the header, if there is one: a body that says it is far too large is not read at all
     * @throws ProblemException when there are more than {@code largest}
     */
    public static byte[] read(InputStream body, @Nullable String contentLength, int largest) throws IOException {
        if (contentLength != null && contentLength.length() > 9) {
            throw tooLarge(largest);
        }
        if (contentLength != null && contentLength.chars().allMatch(Character::isDigit)) {
            if (Integer.parseInt(contentLength) > largest + THROWN_AWAY) {
                throw tooLarge(largest);
            }
        }
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
            throwAway(body);
            throw tooLarge(largest);
        }
        return bytes;
    }

    private static void throwAway(InputStream rest) throws IOException {
        byte[] piece = new byte[8192];
        int left = THROWN_AWAY;
        for (int read = 0; read >= 0 && left > 0; left -= read) {
            read = rest.read(piece, 0, Math.min(piece.length, left));
        }
    }

    private static ProblemException tooLarge(int largest) {
        return new ProblemException(ProblemType.BODY_TOO_LARGE, "The body may have at most " + largest + " bytes.");
    }
}
