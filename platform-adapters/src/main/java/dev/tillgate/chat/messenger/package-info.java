/** Messenger: buyers write to a page at Facebook. */
package dev.tillgate.chat.messenger;
