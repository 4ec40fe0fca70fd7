/** Tillgate. Everything is non-null unless it says {@code @Nullable}. */
@NullMarked
package dev.tillgate;

import org.jspecify.annotations.NullMarked;
