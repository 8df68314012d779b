package io.redstart.server.door.sockizy;

import io.redstart.protocol.FromServer;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.server.invocation.PacketSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tables as a server gives them: its ids have nothing to do with those of the clients. */
final class Tables {
    /** Where the server's own ids begin here. */
    static final int UP = 300;

    static final int DOWN = 500;

    private Tables() {}

    static SockizySettings generation(int generation) {
        return generation(generation, Map.of());
    }

    static SockizySettings generation(int generation, Map<String, String> shapes) {
        return new SockizySettings(
                "/game",
                "default",
                "",
                generation,
                Duration.ofSeconds(10),
                32_768,
                SockizySettings.Binary.PACKETS,
                true,
                null,
                shapes);
    }

    /** Those of the settings, told by a server. */
    static SockizyTables of(int generation, PacketSettings packets) {
        SockizyTables tables = new SockizyTables(generation(generation), packets);
        tables.learn(told("first", packets.toServer(), packets.toClients()));
        return tables;
    }

    static FromServer.PacketIds told(String hash, List<PacketSchema> up, List<PacketSchema> down) {
        return new FromServer.PacketIds(hash, ids(up, UP), ids(down, DOWN));
    }

    private static List<FromServer.PacketId> ids(List<PacketSchema> schemas, int first) {
        List<FromServer.PacketId> ids = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            ids.add(new FromServer.PacketId(schemas.get(i), first + schemas.size() - i));
        }
        return ids;
    }
}
