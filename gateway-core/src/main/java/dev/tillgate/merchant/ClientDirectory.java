package dev.tillgate.merchant;

import java.util.Optional;

/** API clients as the token endpoint needs them; may be some seconds old. */
@FunctionalInterface
public interface ClientDirectory {
    /** The client with this id, whatever merchant it belongs to; disabled ones too. */
    Optional<ApiClient> client(ClientId id);
}
