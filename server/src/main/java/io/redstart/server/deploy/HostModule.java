package io.redstart.server.deploy;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.spi.ProvisionListener;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.Settings;

/** Binds what the server lends to a bundle, and watches its singletons being made. */
final class HostModule implements Module {
    private final Provider<Sessions> sessions;
    private final Settings settings;
    private final SessionSlot slot;
    private final ProvisionListener singletons;

    HostModule(Provider<Sessions> sessions, Settings settings, SessionSlot slot, ProvisionListener singletons) {
        this.sessions = sessions;
        this.settings = settings;
        this.slot = slot;
        this.singletons = singletons;
    }

    @Override
    public void configure(Binder binder) {
        Provider<Settings> own = () -> settings;
        Provider<Session> session = slot::session;
        binder.bind(Sessions.class).toProvider(sessions);
        binder.bind(Settings.class).toProvider(own);
        binder.bind(Session.class).toProvider(session);
        binder.bindListener(Scopes::isSingleton, singletons);
    }
}
