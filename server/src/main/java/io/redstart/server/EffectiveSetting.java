package io.redstart.server;

import org.jspecify.annotations.Nullable;

/**
 * A setting as it is in force.
 *
 * @param key its name, with dots between levels
 * @param text its value; what looks secret is masked
 * @param origin where it comes from: {@code default}, {@code redstart.yaml:3}, {@code REDSTART_HTTP_PORT},
 *     {@code --set}
 */
public record EffectiveSetting(String key, String text, String origin) {
    static EffectiveSetting of(String key, @Nullable GivenSetting given, String otherwise) {
        return given == null
                ? new EffectiveSetting(key, SettingNames.masked(key, otherwise), "default")
                : new EffectiveSetting(key, SettingNames.masked(key, given.text()), given.origin());
    }
}
