package dev.tillgate.vault;

/**
 * Sealed text cannot be opened: it was changed, moved to another row, or sealed under a master key that is not known.
 * The message says which, and never holds any of the text.
 */
public final class SealBroken extends RuntimeException {
    SealBroken(String message) {
        super(message);
    }
}
