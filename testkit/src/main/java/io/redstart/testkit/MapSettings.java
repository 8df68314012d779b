package io.redstart.testkit;

import io.redstart.api.Settings;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The settings of a bundle as a test gives them. */
record MapSettings(Map<String, String> values) implements Settings {
    @Override
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public <T> T as(Class<T> type) {
        return JsonMapper.shared().convertValue(values, type);
    }
}
