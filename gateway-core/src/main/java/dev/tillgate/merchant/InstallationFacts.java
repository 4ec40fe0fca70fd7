package dev.tillgate.merchant;

import java.util.Optional;

/** Small facts of the installation as a whole, by name. Each method is a short transaction of its own. */
public interface InstallationFacts {
    Optional<String> get(String name);

    /** Notes a fact, or another one in its place. */
    void put(String name, String value);

    /** Notes a fact unless there is one; false when there was: another node was first. */
    boolean putIfAbsent(String name, String value);
}
