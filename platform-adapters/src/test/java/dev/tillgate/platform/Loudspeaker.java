package dev.tillgate.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hears everything that is logged, with its throwables, for who must prove that something was not. */
public final class Loudspeaker extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.tillgate");
    private final Level before = ours.getLevel();

    public Loudspeaker() {
        ours.setLevel(Level.ALL);
        ours.addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null
                ? ""
                : " " + event.getThrowableProxy().getMessage();
        lines.add(event.getFormattedMessage() + thrown);
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        ours.detachAppender(this);
        ours.setLevel(before);
    }
}
