package io.redstart.server;

import io.redstart.api.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one bundle.
 *
 * @param name the bundle's name
 * @param values what is set, by key
 */
record BundleSettings(String name, Map<String, String> values) implements Settings {

    /** Takes what stands below the bundle's name out of the settings of all bundles. */
    static BundleSettings of(String name, Map<String, String> all) {
        Map<String, String> values = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                values.put(key.substring(name.length() + 1), value);
            }
        });
        return new BundleSettings(name, Map.copyOf(values));
    }

    @Override
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public <T> T as(Class<T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(type.getName() + " is not a record");
        }
        Map<String, GivenSetting> given = new LinkedHashMap<>();
        String path = "bundles." + name + ".";
        values.forEach((key, text) -> given.put(path + key, new GivenSetting(path + key, text, "the settings")));
        RecordReader reader = new RecordReader(given);
        Object read = reader.read(type, null, path);
        if (read == null || !reader.mistakes().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reader.mistakes()));
        }
        return type.cast(read);
    }

    /** Leaves the values out: some may be secret. */
    @Override
    public String toString() {
        return "Settings[" + name + ": " + values.keySet() + "]";
    }
}
