/** What a chat channel is to the gateway; each channel is a package beside this one's users, under {@code chat.<name>}. */
package dev.tillgate.chat.channel;
