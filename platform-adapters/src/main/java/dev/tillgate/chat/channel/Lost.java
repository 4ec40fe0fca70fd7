package dev.tillgate.chat.channel;

/**
 * A message of ours that the channel had taken, and then could not deliver.
 *
 * @param conversation the channel's own name of it, as in {@link ChatEvent}
 * @param why for the log; without what was said
 */
public record Lost(String conversation, String why) {}
