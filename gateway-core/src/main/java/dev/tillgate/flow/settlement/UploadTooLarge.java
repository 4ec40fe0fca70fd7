package dev.tillgate.flow.settlement;

import java.io.IOException;

/** A file that is larger than any that is taken. */
public final class UploadTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    UploadTooLarge() {
        super("the file is too large");
    }
}
