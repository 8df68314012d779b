package io.redstart.server;

import io.redstart.server.builtin.NamespacesApi;
import io.redstart.server.channel.ChannelRule;
import io.redstart.server.door.Upgrades;
import io.redstart.server.door.fire.ControlDoor;
import io.redstart.server.door.fire.FireDoor;
import io.redstart.server.door.fire.FireSettings;
import io.redstart.server.door.fire.sockjs.SockJsDoor;
import io.redstart.server.door.fire.sockjs.SockJsSettings;
import io.redstart.server.door.seneca.SenecaDoor;
import io.redstart.server.door.seneca.SenecaLines;
import io.redstart.server.door.socketred.SocketRedDoor;
import io.redstart.server.door.sockhop.SockhopDoor;
import io.redstart.server.door.sockizy.SockizyDoor;
import io.redstart.server.door.sockizy.SockizySettings;
import io.redstart.server.door.tcp.LineDoor;
import io.redstart.server.door.tcp.LineListener;
import io.redstart.server.door.tcp.LineSettings;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.transport.Admission;
import io.redstart.server.transport.TlsReload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * The doors for clients of older systems that are open: those with a path stand in front of the native one, those that are
 * no WebSocket have listeners of their own.
 */
final class Doors {
    /** Who may do what in a namespace that was made from afar: its users are told, and who is in control says. */
    private static final Map<String, ChannelRule> OF_USERS =
            Map.of("*", new ChannelRule(List.of("users"), List.of("users"), null, null, null, false));

    private final ServerSettings settings;
    private final Core core;
    private final Admission admission;
    private final Map<String, LineListener> lines = new LinkedHashMap<>();
    private final List<Runnable> ticking = new ArrayList<>();

    Doors(ServerSettings settings, Core core, Admission admission) {
        this.settings = settings;
        this.core = core;
        this.admission = admission;
        DoorSettings door = settings.door();
        if (door.sockhop().isOn()) {
            SockhopDoor sockhop =
                    new SockhopDoor(door.sockhop(), settings.connections(), core.entrances(), core.clock());
            listens("sockhop", door.sockhop().lines(), sockhop);
        }
        if (door.fire().isControlled()) {
            listens("fire", door.fire().lines(), control());
        }
        if (door.seneca().lines().isOn()) {
            listens("seneca", door.seneca().lines(), new SenecaLines(door.seneca(), core.entrances()));
        }
    }

    private void listens(String name, LineSettings where, LineDoor door) {
        LineListener listener =
                new LineListener("door." + name, where, settings.connections(), core.clock(), core::limitHit, door);
        lines.put(name, listener);
        ticking.add(listener::tick);
    }

    private ControlDoor control() {
        NamespacesApi api = core.registering();
        return new ControlDoor(
                core.entrances(),
                (name, key) -> CompletableFuture.supplyAsync(
                        () -> api.register(new NamespacesApi.Registration(name, key, OF_USERS))
                                .secretKey(),
                        core.workers()),
                settings.connections(),
                core.clock(),
                core::limitHit,
                core.observer()::protocolError);
    }

    /** Those with a path, in front of something else. */
    Handler before(Handler inner) {
        DoorSettings door = settings.door();
        Handler outermost = inner;
        if (door.socketred().isOn()) {
            outermost = before(
                    outermost,
                    new SocketRedDoor(
                            door.socketred(), settings.connections(), upgrades(), core.entrances(), core.clock()));
        }
        if (door.sockizy().isOn()) {
            outermost = before(outermost, sockizy(door.sockizy()));
        }
        if (door.seneca().hasPath()) {
            outermost = before(
                    outermost,
                    new SenecaDoor(door.seneca(), settings.connections(), upgrades(), core.entrances(), core.clock()));
        }
        if (door.fire().isOn()) {
            outermost = before(outermost, fire(door.fire()));
        }
        return outermost;
    }

    private static Handler before(Handler next, Handler.Wrapper door) {
        door.setHandler(next);
        return door;
    }

    private Upgrades upgrades() {
        return new Upgrades(core.proxies(), settings.websocket()::allows);
    }

    private SockizyDoor sockizy(SockizySettings its) {
        boolean first = its.namespace().equals(NamespaceName.DEFAULT);
        return new SockizyDoor(
                its,
                first ? settings.packets() : new PacketSettings(),
                settings.connections(),
                upgrades(),
                core.entrances(),
                core.clock());
    }

    /** Where pages come in by SockJS. */
    private SockJsDoor fire(FireSettings its) {
        FireDoor door = new FireDoor(
                core.entrances(), settings.protocol(), settings.connections(), core.clock(), core::limitHit);
        SockJsDoor pages = new SockJsDoor(
                new SockJsSettings(
                        its.path(), its.clientScript(), settings.websocket().origins(), its.maxSessions()),
                settings.connections(),
                upgrades(),
                admission,
                door,
                core.clock(),
                core::limitHit);
        ticking.add(door::tick);
        ticking.add(pages::tick);
        return pages;
    }

    /** Those with listeners listen as soon as a server starts. */
    void join(Server server, @Nullable TlsReload tls) {
        lines.values().forEach(each -> each.join(server, admission, settings.admission(), tls));
    }

    /** Says in the log where they listen. */
    void announce() {
        lines.values().forEach(LineListener::announce);
    }

    /** The port of one that is no WebSocket; 0 if it has none. */
    int port(String door) {
        LineListener listener = lines.get(door);
        return listener == null ? 0 : listener.port();
    }

    /** Time goes by. */
    void tick() {
        ticking.forEach(Runnable::run);
    }

    /** Nobody new is let in by those with listeners. */
    void refuseNew() {
        lines.values().forEach(LineListener::refuseNew);
    }

    /** Lines that nobody has closed when all else had its time are closed now. */
    void stop() {
        lines.values().forEach(LineListener::stop);
    }
}
