package io.redstart.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings from a file, the environment and the command line, the later going before the earlier. It knows
 * no single setting: which there are, the records say.
 */
public final class SettingsReader {
    /** Read if it is there and no other file is named. */
    static final Path DEFAULT_FILE = Path.of("redstart.yaml");

    private final Map<String, String> environment;

    /**
     * A reader.
     *
     * @param environment the environment variables
     */
    public SettingsReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the settings.
     *
     * @param file the file that must be there, or null for {@code redstart.yaml} in the working folder if it is there
     * @param set what the command line gave, each as {@code key=value}
     * @return the settings
     * @throws SettingsException with all mistakes
     */
    public ReadSettings read(@Nullable Path file, List<String> set) throws SettingsException {
        List<String> mistakes = new ArrayList<>();
        RecordReader defaults = new RecordReader(Map.of());
        defaults.read(ServerSettings.class, new ServerSettings(), "");
        List<String> keys =
                defaults.effective().stream().map(EffectiveSetting::key).toList();

        Map<String, GivenSetting> given = new LinkedHashMap<>();
        fromFile(file, mistakes).forEach(setting -> given.put(setting.key(), setting));
        EnvironmentSettings.read(environment, keys, mistakes).forEach(setting -> given.put(setting.key(), setting));
        fromOptions(set, mistakes).forEach(setting -> given.put(setting.key(), setting));

        RecordReader reader = new RecordReader(given);
        Object settings = reader.read(ServerSettings.class, new ServerSettings(), "");
        given.values().stream()
                .filter(setting -> !setting.bare() && !reader.knows(setting.key()))
                .forEach(setting -> mistakes.add(setting.key() + ": there is no such setting (nearest: "
                        + NearestKey.to(setting.key(), keys) + "), from " + setting.origin()));
        mistakes.addAll(reader.mistakes());
        if (!mistakes.isEmpty() || !(settings instanceof ServerSettings read)) {
            throw new SettingsException(mistakes);
        }
        return new ReadSettings(read, reader.effective());
    }

    private static List<GivenSetting> fromFile(@Nullable Path file, List<String> mistakes) {
        if (file == null && !Files.exists(DEFAULT_FILE)) {
            return List.of();
        }
        return YamlSettings.read(file == null ? DEFAULT_FILE : file, mistakes);
    }

    private static List<GivenSetting> fromOptions(List<String> set, List<String> mistakes) {
        List<GivenSetting> settings = new ArrayList<>();
        for (String option : set) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                mistakes.add("--set " + option + " (expected: --set key=value)");
            } else {
                settings.add(new GivenSetting(option.substring(0, equals), option.substring(equals + 1), "--set"));
            }
        }
        return settings;
    }
}
