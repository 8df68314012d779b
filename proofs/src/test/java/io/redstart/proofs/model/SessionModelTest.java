package io.redstart.proofs.model;

import io.redstart.proofs.Settings;
import io.redstart.server.ServerSettings;
import io.redstart.testkit.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Random programs against the real core and against a model of a session that is too simple to be wrong. */
class SessionModelTest {
    private static final int PROGRAMS = 1_000;
    private static final int LENGTH = 30;

    private final Play.Methods methods = new Play.Methods();

    private TestServer server() {
        ServerSettings settings = Settings.of(List.of(
                "sessions.window=" + Model.WINDOW + "s", "sessions.replay-pushes=" + Model.KEPT, "calls.timeout=1d"));
        return TestServer.builder()
                .instance(methods)
                .sessions(settings.sessions())
                .calls(settings.calls())
                .start();
    }

    @Test
    void behavesAsTheModelDoesInAThousandPrograms() {
        behavesAsTheModelDoes(ThreadLocalRandom.current().nextLong(), PROGRAMS);
    }

    /** An answer that was given while the client was away, and had when the call was repeated. */
    @Test
    void behavesAsTheModelDoesWhereAnAnswerWasHadTheSecondTime() {
        behavesAsTheModelDoes(-1098201021335437762L, 1);
    }

    private void behavesAsTheModelDoes(long seed, int programs) {
        try (TestServer server = server()) {
            for (int i = 0; i < programs; i++) {
                List<Step> program = Step.program(seed + i, LENGTH);
                Throwable difference = difference(server, program);
                if (difference != null) {
                    List<Step> shortest = shrunk(server, program);
                    throw new AssertionError(
                            "seed " + (seed + i) + ", shrunk to " + shortest + ": "
                                    + difference(server, shortest).getMessage(),
                            difference);
                }
            }
        }
    }

    private Throwable difference(TestServer server, List<Step> program) {
        methods.runs.clear();
        methods.open.clear();
        try {
            new Play(server, methods).run(program);
            return null;
        } catch (AssertionError | RuntimeException different) {
            return different;
        }
    }

    /** Takes out steps as long as it still fails. */
    private List<Step> shrunk(TestServer server, List<Step> program) {
        List<Step> shortest = program;
        for (int at = program.size() - 1; at >= 0; at--) {
            List<Step> without = new ArrayList<>(shortest);
            without.remove(at);
            if (difference(server, without) != null) {
                shortest = without;
            }
        }
        return shortest;
    }
}
