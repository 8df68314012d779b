package io.redstart.server;

import io.redstart.api.Settings;
import io.redstart.server.admin.MetricsSettings;
import io.redstart.server.admin.WebSettings;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.deploy.DeploySettings;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.door.websocket.WebSocketSettings;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.session.SessionStoreSettings;
import io.redstart.server.transport.AdmissionSettings;
import io.redstart.server.transport.TransportSettings;
import java.util.Map;
import java.util.stream.Stream;

/**
 * All settings of a server, each part beside what it configures. A new part is a component here: a record with a
 * constructor without parameters for its defaults, and checks in its other constructor.
 *
 * @param http where the server listens
 * @param websocket how WebSockets are opened
 * @param door the doors for clients of older systems
 * @param connections bounds of a connection
 * @param admission whose connections are taken
 * @param protocol how a connection is begun and kept
 * @param auth how it is decided who a client is
 * @param sessions how long sessions wait for their clients
 * @param sessionStore what is kept of users' sessions beyond connections
 * @param calls bounds of calls
 * @param packets packets that have no record
 * @param channels bounds of channels, and who may do what with them
 * @param workers threads for what may wait
 * @param deploy where bundles come from
 * @param web how pages are served
 * @param metrics where the server's numbers are
 * @param logging what is logged
 * @param namespaces namespaces that are made when the server starts, by name
 * @param registration who may make others while it runs
 * @param data what outlives the server
 * @param bundles the settings of bundles, by bundle's name and key: {@code todo.max-todos}
 */
public record ServerSettings(
        HttpSettings http,
        WebSocketSettings websocket,
        DoorSettings door,
        TransportSettings connections,
        AdmissionSettings admission,
        DispatchSettings protocol,
        AuthSettings auth,
        SessionSettings sessions,
        SessionStoreSettings sessionStore,
        InvocationSettings calls,
        PacketSettings packets,
        ChannelSettings channels,
        WorkerSettings workers,
        DeploySettings deploy,
        WebSettings web,
        MetricsSettings metrics,
        LoggingSettings logging,
        Map<String, NamespaceSettings> namespaces,
        RegistrationSettings registration,
        DataSettings data,
        Map<String, String> bundles) {
    /** The defaults. */
    public ServerSettings() {
        this(
                new HttpSettings(),
                new WebSocketSettings(),
                new DoorSettings(),
                new TransportSettings(),
                new AdmissionSettings(),
                new DispatchSettings(),
                new AuthSettings(),
                new SessionSettings(),
                new SessionStoreSettings(),
                new InvocationSettings(),
                new PacketSettings(),
                new ChannelSettings(),
                new WorkerSettings(),
                new DeploySettings(),
                new WebSettings(),
                new MetricsSettings(),
                new LoggingSettings(),
                Map.of(),
                new RegistrationSettings(),
                new DataSettings(),
                Map.of());
    }

    public ServerSettings {
        bundles = Map.copyOf(bundles);
        door.checkPaths(websocket.path());
        door.sockizy()
                .checkShapes(Stream.concat(packets.toServer().stream(), packets.toClients().stream())
                        .toList());
        door.checkTls(http.tls().isOn());
        namespaces = Map.copyOf(namespaces);
        for (String name : namespaces.keySet()) {
            if (!NamespaceName.isOne(name)) {
                throw new IllegalArgumentException(
                        "namespaces: '" + name + "' (expected: names of the form " + NamespaceName.FORM + ")");
            }
        }
        NamespaceSettings usual = namespaces.getOrDefault(NamespaceName.DEFAULT, new NamespaceSettings());
        if (usual.apis() != null) {
            throw new IllegalArgumentException(
                    "namespaces.default.apis: a folder (expected: none, that of deploy.folder is its)");
        }
        if (!usual.channels().isEmpty()) {
            throw new IllegalArgumentException(
                    "namespaces.default.channels: rules (expected: none, those of channels.rules are its)");
        }
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

    /**
     * The same, listening elsewhere.
     *
     * @param other where
     * @return the settings
     */
    ServerSettings with(HttpSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other bounds of a connection.
     *
     * @param other the bounds
     * @return the settings
     */
    public ServerSettings with(TransportSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other bounds for all connections.
     *
     * @param other the bounds
     * @return the settings
     */
    public ServerSettings with(AdmissionSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other bounds of a session.
     *
     * @param other the bounds
     * @return the settings
     */
    public ServerSettings with(SessionSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other bounds and rules of channels.
     *
     * @param other the bounds and rules
     * @return the settings
     */
    public ServerSettings with(ChannelSettings other) {
        return replacing(other);
    }

    /**
     * The same, with connections begun and kept otherwise.
     *
     * @param other the settings of that part
     * @return the settings
     */
    public ServerSettings with(DispatchSettings other) {
        return replacing(other);
    }

    /**
     * The same, with another answer to who a client is.
     *
     * @param other the settings of that part
     * @return the settings
     */
    public ServerSettings with(AuthSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other bounds of what is kept of users' sessions.
     *
     * @param other the settings of that part
     * @return the settings
     */
    public ServerSettings with(SessionStoreSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other bounds of calls.
     *
     * @param other the settings of that part
     * @return the settings
     */
    public ServerSettings with(InvocationSettings other) {
        return replacing(other);
    }

    /**
     * The same, with other packets that have no record.
     *
     * @param other the settings of that part
     * @return the settings
     */
    public ServerSettings with(PacketSettings other) {
        return replacing(other);
    }

    /**
     * The same, with bundles from elsewhere.
     *
     * @param other where from
     * @return the settings
     */
    ServerSettings with(DeploySettings other) {
        return replacing(other);
    }

    /** The same but for one part, which is known by its class. */
    private ServerSettings replacing(Record part) {
        return (ServerSettings) RecordReader.replacing(this, part);
    }
}
