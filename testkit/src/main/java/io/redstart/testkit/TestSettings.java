package io.redstart.testkit;

import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.session.SessionStoreSettings;
import io.redstart.server.transport.TransportSettings;
import java.time.Duration;

/** What a server in memory is set to. */
record TestSettings(
        TransportSettings connections,
        DispatchSettings protocol,
        AuthSettings auth,
        SessionSettings sessions,
        InvocationSettings calls,
        SessionStoreSettings sessionStore,
        boolean needsAuthenticator) {
    /** The defaults of a real server, but without a heartbeat, which would be noise in most tests. */
    TestSettings() {
        this(
                new TransportSettings(),
                withoutHeartbeat(),
                new AuthSettings(),
                new SessionSettings(),
                new InvocationSettings(),
                new SessionStoreSettings(),
                false);
    }

    private static DispatchSettings withoutHeartbeat() {
        DispatchSettings real = new DispatchSettings();
        return new DispatchSettings(
                real.helloTimeout(), real.maxBeforeWelcome(), Duration.ZERO, real.pongTimeout(), real.maxErrors());
    }

    TestSettings with(TransportSettings other) {
        return new TestSettings(other, protocol, auth, sessions, calls, sessionStore, needsAuthenticator);
    }

    TestSettings with(DispatchSettings other) {
        return new TestSettings(connections, other, auth, sessions, calls, sessionStore, needsAuthenticator);
    }

    TestSettings with(AuthSettings other) {
        return new TestSettings(connections, protocol, other, sessions, calls, sessionStore, needsAuthenticator);
    }

    TestSettings with(SessionSettings other) {
        return new TestSettings(connections, protocol, auth, other, calls, sessionStore, needsAuthenticator);
    }

    TestSettings with(InvocationSettings other) {
        return new TestSettings(connections, protocol, auth, sessions, other, sessionStore, needsAuthenticator);
    }

    TestSettings with(SessionStoreSettings other) {
        return new TestSettings(connections, protocol, auth, sessions, calls, other, needsAuthenticator);
    }

    TestSettings withAuthenticatorNeeded() {
        return new TestSettings(connections, protocol, auth, sessions, calls, sessionStore, true);
    }
}
