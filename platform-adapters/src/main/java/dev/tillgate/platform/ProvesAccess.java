package dev.tillgate.platform;

import java.util.Optional;

/** A platform that can try whether what it was given opens the shop, before anything is kept. */
public interface ProvesAccess extends Platform {
    /** What is wrong, as a message key; nothing when the shop let us in. */
    Optional<String> prove();
}
