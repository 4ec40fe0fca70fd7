package dev.tillgate.webapp.operate;

import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps out of the log what is no news: that a client went away while it was answered. Jersey would tell each with its
 * whole stack, so that anybody could fill the disk with pages asked for and not read.
 */
public final class GoneClients implements Filter {
    /** Held: the JDK forgets loggers, and their filters, that nobody holds. */
    private static final Logger RESPONDER = Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

    /** From now on, for the whole program. */
    public static void silence() {
        RESPONDER.setFilter(new GoneClients());
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return false;
            }
        }
        return true;
    }
}
