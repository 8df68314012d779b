package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GatheringTest {
    @Test
    void losesNothingWhenTwoThreadsFlush() throws InterruptedException {
        RecordingCarrier line = new RecordingCarrier(false);
        Gathering gathering = new Gathering();
        AtomicBoolean over = new AtomicBoolean();
        Thread other = new Thread(() -> {
            while (!over.get()) {
                gathering.flush();
            }
        });
        other.start();
        for (int i = 0; i < 200_000; i++) {
            Connection connection = new Connection(line, new TransportSettings(), () -> 0);
            gathering.begin();
            connection.send("x".getBytes(UTF_8));
            gathering.end();
            gathering.flush();
        }
        over.set(true);
        other.join();
        gathering.flush();
        assertThat(line.frames).hasSize(200_000);
    }
}
