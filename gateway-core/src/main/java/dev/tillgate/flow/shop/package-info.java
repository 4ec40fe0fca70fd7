/** What the gateway keeps of connected shops: connections, their messages, orders that are watched, notes for merchants. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.flow.shop;
