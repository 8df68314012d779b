package io.redstart.server;

import io.redstart.api.Settings;
import io.redstart.server.admin.WebSettings;
import io.redstart.server.deploy.DeploySettings;
import java.util.Map;

/**
 * All settings of a server, each part beside what it configures. A new part is a component here: a record with a
 * constructor without parameters for its defaults, and checks in its other constructor.
 *
 * @param http where the server listens
 * @param websocket how WebSockets are opened
 * @param deploy where bundles come from
 * @param web how pages are served
 * @param logging what is logged
 * @param bundles the settings of bundles, by bundle's name and key: {@code todo.max-todos}
 */
public record ServerSettings(
        HttpSettings http,
        WebSocketSettings websocket,
        DeploySettings deploy,
        WebSettings web,
        LoggingSettings logging,
        Map<String, String> bundles) {
    /** The defaults. */
    public ServerSettings() {
        this(
                new HttpSettings(),
                new WebSocketSettings(),
                new DeploySettings(),
                new WebSettings(),
                new LoggingSettings(),
                Map.of());
    }

    public ServerSettings {
        bundles = Map.copyOf(bundles);
    }

    /**
     * The settings of one bundle.
     *
     * @param name the bundle's name
     * @return what stands below the name
     */
    public Settings bundle(String name) {
        return BundleSettings.of(name, bundles);
    }
}
