package io.redstart.testkit;

import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.invocation.PacketSettings;
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
        PacketSettings packets,
        SessionStoreSettings sessionStore,
        ChannelSettings channels,
        boolean needsAuthenticator) {
    /** The defaults of a real server, but without a heartbeat, which would be noise in most tests. */
    TestSettings() {
        this(
                new TransportSettings(),
                withoutHeartbeat(),
                new AuthSettings(),
                new SessionSettings(),
                new InvocationSettings(),
                new PacketSettings(),
                new SessionStoreSettings(),
                new ChannelSettings(),
                false);
    }

    private static DispatchSettings withoutHeartbeat() {
        DispatchSettings real = new DispatchSettings();
        return new DispatchSettings(
                real.helloTimeout(), real.maxBeforeWelcome(), Duration.ZERO, real.pongTimeout(), real.maxErrors());
    }

    TestSettings with(TransportSettings other) {
        return new TestSettings(
                other, protocol, auth, sessions, calls, packets, sessionStore, channels, needsAuthenticator);
    }

    TestSettings with(DispatchSettings other) {
        return new TestSettings(
                connections, other, auth, sessions, calls, packets, sessionStore, channels, needsAuthenticator);
    }

    TestSettings with(AuthSettings other) {
        return new TestSettings(
                connections, protocol, other, sessions, calls, packets, sessionStore, channels, needsAuthenticator);
    }

    TestSettings with(SessionSettings other) {
        return new TestSettings(
                connections, protocol, auth, other, calls, packets, sessionStore, channels, needsAuthenticator);
    }

    TestSettings with(InvocationSettings other) {
        return new TestSettings(
                connections, protocol, auth, sessions, other, packets, sessionStore, channels, needsAuthenticator);
    }

    TestSettings with(SessionStoreSettings other) {
        return new TestSettings(
                connections, protocol, auth, sessions, calls, packets, other, channels, needsAuthenticator);
    }

    TestSettings with(ChannelSettings other) {
        return new TestSettings(
                connections, protocol, auth, sessions, calls, packets, sessionStore, other, needsAuthenticator);
    }

    TestSettings with(PacketSettings other) {
        return new TestSettings(
                connections, protocol, auth, sessions, calls, other, sessionStore, channels, needsAuthenticator);
    }

    TestSettings withAuthenticatorNeeded() {
        return new TestSettings(connections, protocol, auth, sessions, calls, packets, sessionStore, channels, true);
    }
}
