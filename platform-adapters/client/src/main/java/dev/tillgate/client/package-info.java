/** For shops written in Java: creates payments at a gateway, verifies its callbacks and answers its questions. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.client;
