package dev.tillgate.webapp.config;

/** Form of the log lines: for people, or one JSON object per line for log collectors. */
public enum LogFormat {
    TEXT,
    JSON
}
