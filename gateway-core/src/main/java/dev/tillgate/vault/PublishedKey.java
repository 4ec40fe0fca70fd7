package dev.tillgate.vault;

import java.security.PublicKey;

/** A key whose signatures are good now. */
public record PublishedKey(String id, KeyAlgorithm algorithm, PublicKey key) {}
