package io.redstart.server.door.seneca;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.User;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.Entrance;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.transport.TrustedProxies;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where acts lead to, and whose are taken without asking who they are. */
final class ActEntrance {
    private static final Logger LOG = LoggerFactory.getLogger(ActEntrance.class);

    private final SenecaSettings settings;
    private final TrustedProxies trusted;
    private final Entrance.Finder namespaces;
    private final AtomicLong lastPeer = new AtomicLong();
    private volatile @Nullable Inside last;

    /**
     * A namespace as acts see it.
     *
     * @param dispatcher takes connections
     * @param authentication says who peers are
     * @param names knows which methods acts mean
     */
    record Inside(Dispatcher dispatcher, Authentication authentication, ActNames names) {}

    ActEntrance(SenecaSettings settings, Entrance.Finder namespaces) {
        this.settings = settings;
        this.trusted = settings.trustedPeers();
        this.namespaces = namespaces;
    }

    /** The namespace of the settings; null if it is not there. */
    @Nullable
    Inside find() {
        Entrance entrance;
        try {
            entrance = namespaces.into(settings.namespace());
        } catch (CallException nowhere) {
            LOG.error("door.seneca.namespace: {}", nowhere.getMessage());
            return null;
        }
        Inside before = last;
        if (before != null && Objects.equals(before.dispatcher(), entrance.dispatcher())) {
            return before;
        }
        Dispatcher dispatcher = entrance.dispatcher();
        Inside now = new Inside(dispatcher, entrance.authentication(), new ActNames(dispatcher::method));
        last = now;
        return now;
    }

    /** Lets in whom the settings trust, each as a user of its own; null for everybody else. */
    @Nullable
    Decision trusted(InetSocketAddress peer) {
        return trusted.contains(peer)
                ? Decision.accept(new User(
                        "seneca@" + peer.getAddress().getHostAddress() + "/" + lastPeer.incrementAndGet(),
                        Set.copyOf(settings.roles()),
                        Map.of()))
                : null;
    }
}
