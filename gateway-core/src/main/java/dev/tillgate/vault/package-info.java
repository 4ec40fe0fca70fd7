/**
 * The installation's secrets: sealing under the master key, and the keys that sign what others verify. Knows nothing of
 * payments; storage of keys comes in through a port.
 */
@NullMarked
package dev.tillgate.vault;

import org.jspecify.annotations.NullMarked;
