/** Conversations on the web: their words, their widget, their place in the console. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.webapp.chat;
