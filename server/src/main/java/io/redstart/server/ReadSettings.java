package io.redstart.server;

import java.util.List;

/**
 * The settings of a server, and where each comes from.
 *
 * @param settings the settings
 * @param effective each of them as text, with its origin
 */
public record ReadSettings(ServerSettings settings, List<EffectiveSetting> effective) {
    /** Copies the list. */
    public ReadSettings {
        effective = List.copyOf(effective);
    }
}
