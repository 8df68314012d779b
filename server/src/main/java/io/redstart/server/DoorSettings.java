package io.redstart.server;

import io.redstart.server.door.fire.FireSettings;
import io.redstart.server.door.seneca.SenecaSettings;
import io.redstart.server.door.socketred.SocketRedSettings;
import io.redstart.server.door.sockhop.SockhopSettings;
import io.redstart.server.door.sockizy.SockizySettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The doors for clients of older systems. All are shut unless they are given a place.
 *
 * @param socketred the door for clients of socket.red
 * @param sockizy the door for clients of sockizy
 * @param sockhop the door for clients of sockhop
 * @param fire the door for clients of Fire Web Socket
 * @param seneca the door for Seneca
 */
public record DoorSettings(
        SocketRedSettings socketred,
        SockizySettings sockizy,
        SockhopSettings sockhop,
        FireSettings fire,
        SenecaSettings seneca) {
    /** The settings where nothing is set. */
    public DoorSettings() {
        this(
                new SocketRedSettings(),
                new SockizySettings(),
                new SockhopSettings(),
                new FireSettings(),
                new SenecaSettings());
    }

    /** Which doors are at which path; each needs one of its own. */
    void checkPaths(String websocket) {
        Map<String, String> taken = new LinkedHashMap<>();
        taken.put(websocket, "websocket.path");
        check(taken, "socketred.path", socketred.path());
        check(taken, "sockizy.path", sockizy.path());
        check(taken, "fire.path", fire.path());
        check(taken, "seneca.path", seneca.path());
    }

    /** Doors speak TLS with the certificate of the server. */
    void checkTls(boolean certificate) {
        if (sockhop.tls() && !certificate) {
            throw new IllegalArgumentException(
                    "door: sockhop.tls is true (expected: false without http.tls.certificate)");
        }
    }

    private static void check(Map<String, String> taken, String setting, String path) {
        String other = path.isEmpty() ? null : taken.putIfAbsent(path, "door." + setting);
        if (other != null) {
            throw new IllegalArgumentException(
                    "door: " + setting + " is " + path + " (expected: another path than " + other + ")");
        }
    }
}
