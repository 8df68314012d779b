package io.redstart.server.deploy;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.spi.ProvisionListener;
import io.redstart.api.Channels;
import io.redstart.api.Namespaces;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds what the server lends to a bundle, and watches its singletons being made. */
final class HostModule implements Module {
    private final Provider<Sessions> sessions;
    private final @Nullable Provider<Namespaces> namespaces;
    private final Provider<Channels> channels;
    private final String name;
    private final Settings settings;
    private final SessionSlot slot;
    private final ProvisionListener singletons;

    HostModule(
            String name,
            Provider<Sessions> sessions,
            @Nullable Provider<Namespaces> namespaces,
            Provider<Channels> channels,
            Settings settings,
            SessionSlot slot,
            ProvisionListener singletons) {
        this.sessions = sessions;
        this.namespaces = namespaces;
        this.channels = channels;
        this.name = name;
        this.settings = settings;
        this.slot = slot;
        this.singletons = singletons;
    }

    @Override
    public void configure(Binder binder) {
        Provider<Logger> logger = () -> LoggerFactory.getLogger("bundle." + name);
        Provider<Settings> own = () -> settings;
        Provider<Session> session = slot::session;
        binder.bind(Sessions.class).toProvider(sessions);
        if (namespaces != null) {
            binder.bind(Namespaces.class).toProvider(namespaces);
        }
        binder.bind(Channels.class).toProvider(channels);
        binder.bind(Logger.class).toProvider(logger);
        binder.bind(Settings.class).toProvider(own);
        binder.bind(Session.class).toProvider(session);
        binder.bindListener(Scopes::isSingleton, singletons);
    }
}
