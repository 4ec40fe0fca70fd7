/** Conversations that pay: what a bot may do, what is said, and the pay card. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.chat;
