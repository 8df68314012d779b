package io.redstart.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.NonBlocking;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do not read what they are sent: they are let go of, and so is the memory they took. */
@Timeout(120)
class SlowReaderTest {
    private static final int CLIENTS = 20;
    private static final long MIB = 1 << 20;

    private final LimitHits limits = new LimitHits();
    private final List<RawWebSocket> readers = new ArrayList<>();
    private RedstartServer server;
    private RawWebSocket other;
    private String reading;
    private long before;
    private int calls;

    @Api
    public static class Clap {
        @Call
        @NonBlocking
        public int clap(int hands) {
            return hands;
        }
    }

    @BeforeEach
    void start() throws Exception {
        ServerSettings settings = new ServerSettings();
        server = RedstartServer.builder()
                .settings(settings.with(settings.admission().withoutAddresses())
                        .with(new SessionSettings(Duration.ZERO, 1_000, MIB, Duration.ofSeconds(30)))
                        .with(new TransportSettings(64 * 1024, MIB, 10_000, 0, Duration.ofSeconds(1)).withoutRates()))
                .port(0)
                .observer(limits)
                .api(Clap.class)
                .start();
        // what the first client makes the server load is no memory of a client
        other = RawWebSocket.open(server.port());
        claps();
        reading = server.sessions().all().stream().findFirst().orElseThrow().id();
        before = heap();
        for (int i = 0; i < CLIENTS; i++) {
            RawWebSocket reader = RawWebSocket.openSmall(server.port());
            reader.says("['hello',{'v':1}]");
            readers.add(reader);
        }
        await().until(() -> server.sessions().all().size() == CLIENTS + 1);
    }

    private String claps() throws Exception {
        other.says("['call'," + ++calls + ",'clap',[2]]");
        String heard = other.hears().text();
        while (!heard.contains("[\"ret\"," + calls + ",2]")) {
            heard = other.hears().text();
        }
        return heard;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Each of those who do not read is sent so much. */
    private void sends(long bytes) {
        String text = "x".repeat(16 * 1024);
        for (long sent = 0; sent < bytes; sent += text.length()) {
            server.sessions().all().stream()
                    .filter(session -> !session.id().equals(reading))
                    .forEach(session -> session.emit("flood", text));
        }
    }

    private void theyAreGoneAndSoIsTheirMemory() {
        await().until(() -> server.connections() <= 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> heap() < before + 3 * MIB);
    }

    @AfterEach
    void stop() throws Exception {
        for (RawWebSocket reader : readers) {
            reader.close();
        }
        other.close();
        server.close();
        limits.awaitNobody();
    }

    @Test
    void closesThoseWhoNeverRead() {
        sends(6 * MIB);
        theyAreGoneAndSoIsTheirMemory();
        assertThat(limits.of("queue-age")).isEqualTo(CLIENTS);
    }

    @Test
    void closesThoseWhoReadByteByByte() throws Exception {
        sends(6 * MIB);
        while (server.connections() > 1) {
            for (RawWebSocket reader : readers) {
                reader.readsOneByte();
            }
            claps();
        }
        theyAreGoneAndSoIsTheirMemory();
        assertThat(limits.of("queue-age")).isEqualTo(CLIENTS);
        assertThat(claps()).startsWith("[\"ret\",");
    }
}
