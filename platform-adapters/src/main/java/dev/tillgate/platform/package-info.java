/** Places where orders come from: what every shop platform offers, and what the gateway does with it. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.platform;
