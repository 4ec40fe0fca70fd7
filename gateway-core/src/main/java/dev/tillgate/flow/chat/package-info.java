/** Conversations in which orders are paid: what is kept of them. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.flow.chat;
