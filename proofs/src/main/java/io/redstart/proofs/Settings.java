package io.redstart.proofs;

import io.redstart.server.ServerSettings;
import io.redstart.server.SettingsException;
import io.redstart.server.SettingsReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the servers of proofs are set to. */
public final class Settings {
    /** All clients are on this machine, and say what they have to say as fast as they can. */
    private static final List<String> OWN = List.of(
            "http.port=0",
            "http.host=127.0.0.1",
            "admission.per-address=0",
            "admission.new-per-second=0",
            "connections.max-rate=0");

    private Settings() {}

    /**
     * The defaults, on a free port of this machine alone, without limits on how often one address comes and how much a
     * client says, and some others.
     *
     * @param given settings as on a command line, such as {@code protocol.heartbeat=300ms}
     * @return the settings
     */
    public static ServerSettings of(List<String> given) {
        List<String> all = Stream.concat(OWN.stream(), given.stream()).toList();
        try {
            return new SettingsReader(Map.of()).read(null, all).settings();
        } catch (SettingsException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }
}
