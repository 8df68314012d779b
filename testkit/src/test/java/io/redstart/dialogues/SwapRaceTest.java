package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.OnClose;
import io.redstart.api.OnOpen;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions come and go while versions do. */
class SwapRaceTest {
    private static final Queue<Door> DOORS = new ConcurrentLinkedQueue<>();

    @RegisterExtension
    final TestServerExtension empty = TestServerExtension.of(TestServer.builder());

    @Api("door")
    public static class Door {
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        public Door() {
            DOORS.add(this);
        }

        @OnOpen
        public void opened() {
            opened.incrementAndGet();
        }

        @OnClose
        public void closed() {
            closed.incrementAndGet();
        }
    }

    @BeforeEach
    void forget() {
        DOORS.clear();
    }

    @Test
    void tellsEachVersionOnceThatASessionBeginsAndEnds(TestServer server) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread clients = new Thread(() -> {
            while (!over.get()) {
                server.client().closes();
            }
        });
        clients.start();
        try {
            for (int version = 0; version < 60; version++) {
                server.deploys("door", Door.class);
            }
        } finally {
            over.set(true);
            clients.join();
        }
        server.removes("door");
        server.settles();
        assertThat(DOORS).hasSizeGreaterThan(60).allSatisfy(door -> {
            assertThat(door.opened).hasValue(1);
            assertThat(door.closed).hasValue(1);
        });
    }
}
