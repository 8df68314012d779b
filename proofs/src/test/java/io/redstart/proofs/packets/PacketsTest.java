package io.redstart.proofs.packets;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Bytes;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.PacketBundle;
import io.redstart.api.Session;
import io.redstart.api.Str;
import io.redstart.api.UInt;
import io.redstart.client.RedstartClient;
import io.redstart.proofs.Node;
import io.redstart.server.RedstartServer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packets between a real server and both client libraries. */
class PacketsTest {
    private static final long PATIENCE_SECONDS = 60;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    @Packet(value = "move", way = Packet.Way.UP)
    public record Move(
            @Str(16) String name,
            @UInt(16) int x,
            long big,
            @Bytes(4) byte[] raw) {}

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    @Packet(value = "seen", way = Packet.Way.DOWN)
    public record Seen(
            @Str(16) String name,
            @UInt(16) int x,
            long big,
            @Bytes(4) byte[] raw) {
        String text() {
            return "seen " + name + " " + x + " " + big + " "
                    + Arrays.toString(raw).replaceAll("[\\[\\] ]", "");
        }
    }

    @Api("game")
    public static class Game {
        @OnPacket
        public void moved(Move move, Session session) {
            session.send(new Seen(move.name(), move.x(), move.big(), move.raw()));
        }
    }

    private static RedstartServer server() throws Exception {
        return RedstartServer.builder().port(0).api(Game.class, Seen.class).start();
    }

    @Test
    void goUpAndDownWithTheJavaClient() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (RedstartServer server = server();
                RedstartClient client =
                        RedstartClient.builder(server.webSocketUri()).connect()) {
            client.onPacket(Seen.class, seen -> heard.add(seen.text()));
            client.opened().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            PacketBundle bundle = client.bundle();
            bundle.write(new Move("é✓😀", 65_535, Long.MAX_VALUE, new byte[] {1, 2}));
            bundle.write(new Move("", 0, Long.MIN_VALUE, new byte[0]));
            assertThat(bundle.end()).isPositive();
            assertThat(client.send(new Move("last", 1, 0, new byte[] {0}))).isTrue();

            assertThat(Stream.of(next(heard), next(heard), next(heard)))
                    .containsExactly(
                            "seen é✓😀 65535 9223372036854775807 1,2",
                            "seen  0 -9223372036854775808 ",
                            "seen last 1 0 0");
        }
    }

    @Test
    void goUpAndDownWithTheJavaScriptClient() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (RedstartServer server = server()) {
            Node node = Node.run("packets.js", heard::add, server.webSocketUri().toString());
            node.await("packets", PATIENCE_SECONDS);
            node.end(10, TimeUnit.SECONDS);
            assertThat(heard)
                    .containsExactly(
                            "seen é✓😀 65535 9223372036854775807 1,255",
                            "seen  0 -9223372036854775808 ",
                            "seen last 1 0 0");
        }
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }
}
