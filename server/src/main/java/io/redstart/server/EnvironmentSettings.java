package io.redstart.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads settings from environment variables: {@code REDSTART_HTTP_PORT} is {@code http.port}. */
final class EnvironmentSettings {
    /** Kubernetes tells every container of a service named {@code redstart} with variables like these. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("REDSTART_SERVICE_(HOST|PORT(_.*)?)|REDSTART_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

    private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    /** The setting that hosting platforms give. */
    private static final String PORT = "REDSTART_PORT";

    private EnvironmentSettings() {}

    /**
     * Reads the environment.
     *
     * @param environment all variables
     * @param keys all settings there are
     * @param mistakes where mistakes are added
     * @return what it gives
     */
    static List<GivenSetting> read(Map<String, String> environment, Collection<String> keys, List<String> mistakes) {
        Map<String, String> byVariable = keys.stream()
                .collect(Collectors.toMap(SettingNames::environment, key -> key, (one, other) -> one, TreeMap::new));
        byVariable.put(PORT, "http.port");
        List<GivenSetting> settings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith(SettingNames.PREFIX) || isOfKubernetes(variable, text)) {
                return;
            }
            String known = byVariable.get(variable);
            String key = known == null ? free(variable) : known;
            if (key == null) {
                mistakes.add(variable + ": there is no such setting (nearest: "
                        + NearestKey.to(variable, byVariable.keySet()) + "), from the environment");
            } else if (!variable.equals(PORT) || !environment.containsKey(SettingNames.environment("http.port"))) {
                settings.add(new GivenSetting(key, text, variable));
            }
        });
        return settings;
    }

    private static boolean isOfKubernetes(String variable, String text) {
        return OF_KUBERNETES.matcher(variable).matches()
                || (variable.equals(PORT) && ADDRESS.matcher(text).matches());
    }

    /**
     * Settings whose names are free: {@code …_BUNDLES_TODO_MAX_TODOS}, {@code …_NAMESPACES_SHOP_SECRET_KEY} and {@code
     * …_LOGGING_LEVELS_IO_REDSTART}.
     */
    private static @Nullable String free(String variable) {
        String[] words = variable.substring(SettingNames.PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .split("_");
        if (words.length > 2 && (words[0].equals("bundles") || words[0].equals("namespaces"))) {
            return words[0] + "." + words[1] + "." + Stream.of(words).skip(2).collect(Collectors.joining("-"));
        } else if (words.length > 2 && words[0].equals("logging") && words[1].equals("levels")) {
            return "logging.levels." + Stream.of(words).skip(2).collect(Collectors.joining("."));
        }
        return null;
    }
}
