package dev.tillgate.webapp.operate;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.tillgate.webapp.config.LogFormat;
import org.slf4j.LoggerFactory;

/** The form of log lines. The levels are in {@code logback.xml}. */
public final class LogLines {

    private LogLines() {}

    /** Changes to JSON when asked to; text is what logback.xml sets up. */
    public static void use(LogFormat format) {
        if (format != LogFormat.JSON || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Appender<ILoggingEvent> appender =
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.setWithContext(false);
            json.setWithSequenceNumber(false);
            json.setWithNanoseconds(false);
            json.setWithMessage(false);
            json.setWithArguments(false);
            json.setWithFormattedMessage(true);
            json.start();
            stream.setEncoder(json);
        }
    }
}
