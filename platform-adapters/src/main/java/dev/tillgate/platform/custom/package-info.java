/** A shop of the merchant's own making. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.platform.custom;
