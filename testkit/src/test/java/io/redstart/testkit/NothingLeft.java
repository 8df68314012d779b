package io.redstart.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After every test of this module, without its asking: each server in memory was closed, which is when all its gauges have
 * to be at zero; and after every class no thread of a real server is left. The build finds it by itself.
 */
public final class NothingLeft implements AfterEachCallback, AfterAllCallback {
    private static final Set<String> THREADS =
            Set.of("redstart-clock", "redstart-folder", "redstart-http", "redstart-worker");

    @Override
    public void afterEach(ExtensionContext context) {
        int open = TestServer.open();
        if (open != 0) {
            throw new AssertionError(open + " servers in memory were not closed (expected: none, since what is left of "
                    + "sessions, calls, bytes and tables is looked at when a server is closed)");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Awaitility.await("no thread of a server").atMost(Duration.ofSeconds(20)).until(() -> threads(), List::isEmpty);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> THREADS.stream().anyMatch(name::startsWith))
                .toList();
    }
}
