package io.redstart.examples.arena;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.EventType;
import io.redstart.api.OnClose;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.PacketBundle;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.UInt;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;

/** Ships that everybody sees move, 30 times a second. */
@Api("arena")
@Singleton
public class Arena implements AutoCloseable {
    static final int WIDTH = 1600;
    static final int HEIGHT = 900;
    private static final int UPDATES = 30;
    private static final int DRONES = 6;
    /** As many as fit into the id of a packet. */
    private static final int MOST_IDS = 1 << 16;

    private final Sessions sessions;
    private final Logger log;
    private final Map<String, Ship> players = new ConcurrentHashMap<>();
    private final List<Drone> drones = new ArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private long number;

    /** Where a player wants to go: -100 to 100 each, which is full speed. */
    @Packet(value = "steer", way = Packet.Way.UP)
    public record Steer(byte x, byte y) {}

    /** An update begins; the ships follow in the same frame. */
    @Packet(value = "update", way = Packet.Way.DOWN)
    public record Update(@UInt(32) long number) {}

    /** A ship; its heading goes from 0 to 255, once around. */
    @Packet(value = "ship", way = Packet.Way.DOWN)
    public record Seen(
            @UInt(16) int id,
            @UInt(16) int x,
            @UInt(16) int y,
            @UInt(8) int heading) {}

    /** The same as one event, for those who want JSON. */
    @EventType("update")
    public record Told(long number, List<Seen> ships) {}

    /** What a player has to know at first. */
    public record Joined(int id, int width, int height) {}

    public Arena(Sessions sessions, Logger log) {
        this.sessions = sessions;
        this.log = log;
        for (int i = 0; i < DRONES; i++) {
            drones.add(new Drone(new Ship(nextId())));
        }
        clock.scheduleAtFixedRate(this::update, 0, 1_000_000 / UPDATES, TimeUnit.MICROSECONDS);
    }

    private int nextId() {
        return ids.getAndIncrement() % MOST_IDS;
    }

    /** Takes part; who does already goes on. */
    @Call
    public Joined join(Session session) {
        Ship ship = shipOf(session);
        return new Joined(ship.id(), WIDTH, HEIGHT);
    }

    /** Watches the same as JSON. */
    @Call
    public void watch(Session session) {
        session.attribute("json", true);
    }

    private Ship shipOf(Session session) {
        return players.computeIfAbsent(session.id(), id -> new Ship(nextId()));
    }

    /** Who steers is a player too: clients of older systems may have no way to call. */
    @OnPacket
    public void steer(Steer steer, Session session) {
        shipOf(session).steer(steer.x() / 100.0, steer.y() / 100.0);
    }

    @OnClose
    public void left(Session session) {
        players.remove(session.id());
    }

    private void update() {
        try {
            drones.forEach(Drone::move);
            players.values().forEach(Ship::move);
            if (sessions.all().size() > 0) {
                tell();
            }
        } catch (RuntimeException broken) {
            log.warn("An update failed; the next one comes", broken);
        }
    }

    private void tell() {
        List<Seen> ships = new ArrayList<>();
        drones.forEach(drone -> ships.add(drone.ship().seen()));
        players.values().forEach(ship -> ships.add(ship.seen()));
        number++;

        PacketBundle bundle = sessions.all()
                .where(session -> players.containsKey(session.id()))
                .lossy()
                .bundle();
        bundle.write(new Update(number));
        ships.forEach(bundle::write);
        bundle.end();

        sessions.all()
                .where(session -> session.attribute("json") != null)
                .lossy()
                .emit(new Told(number, ships));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
