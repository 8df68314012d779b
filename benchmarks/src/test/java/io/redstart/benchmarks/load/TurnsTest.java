package io.redstart.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<String> said = new ArrayList<>();
    /** Where the cores are, as often as somebody looks; near after that. */
    private final Queue<Cores> places = new ArrayDeque<>();

    private final Turns turns = new Turns(
            () -> {
                Cores next = places.poll();
                return next == null ? Cores.NEAR : next;
            },
            said::add);

    /** Does so many things in each of its turns, and takes a millisecond of processor time for each. */
    private final class Server implements Turns.Running {
        private final String name;
        private final int each;
        private int done;
        private int runsBefore = Integer.MAX_VALUE;

        Server(String name, int each) {
            this.name = name;
            this.each = each;
        }

        Server givesUpAfter(int runs) {
            runsBefore = runs;
            return this;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void open() {
            said.add(name + " opens");
        }

        @Override
        public void run(long nanos, Loading.Done told) throws IOException {
            if (runsBefore-- == 0) {
                throw new IOException("gives up");
            }
            said.add(name);
            for (int i = 0; i < each; i++) {
                told.done(0, 1_000);
            }
            done++;
        }

        @Override
        public Duration cpu() {
            return Duration.ofMillis(done);
        }

        @Override
        public long resident() {
            return 7;
        }

        @Override
        public void close() {
            said.add(name + " is closed");
        }
    }

    @Test
    void loadsOneAfterTheOtherAgainAndAgain() {
        turns.measure(List.of(new Server("a", 1), new Server("b", 1)), 1, 1);
        assertThat(said).containsExactly("a opens", "b opens", "a", "b", "a", "b", "a", "b", "a", "b");
    }

    @Test
    void countsNothingOfWarmingUp() {
        turns.measure(List.of(new Server("a", 5)), 3, 2);
        Outcome outcome = outcome(Cores.NEAR, "a");
        assertThat(outcome.slices()).extracting(Slice::count).containsExactly(5L, 5L, 5L, 5L);
        assertThat(outcome.slices()).extracting(Slice::turn).containsExactly(1, 2, 3, 4);
        assertThat(outcome.perCpuSecond()).isCloseTo(5_000, within(0.01));
        assertThat(outcome.latencies().getTotalCount()).isEqualTo(20);
        assertThat(outcome.resident()).isEqualTo(7);
    }

    @Test
    void goesOnWithoutOneThatGivesUp() {
        turns.measure(List.of(new Server("a", 1).givesUpAfter(3), new Server("b", 1)), 1, 1);
        assertThat(said).containsExactly("a opens", "b opens", "a", "b", "a", "b", "a", "b", "a: gives up", "b");
        assertThat(outcome(Cores.NEAR, "a").slices()).hasSize(1);
        assertThat(outcome(Cores.NEAR, "b").slices()).hasSize(2);
    }

    @Test
    void keepsPlacesApartAndLeavesOutWhatWasMovedIn() {
        places.addAll(List.of(Cores.FAR, Cores.FAR, Cores.FAR, Cores.NEAR));
        turns.measure(List.of(new Server("a", 1)), 0, 2);
        assertThat(turns.outcomes()).containsOnlyKeys(Cores.FAR, Cores.NEAR);
        assertThat(outcome(Cores.FAR, "a").slices()).extracting(Slice::turn).containsExactly(1);
        assertThat(outcome(Cores.NEAR, "a").slices()).extracting(Slice::turn).containsExactly(3, 4);
        assertThat(Turns.most(turns.outcomes())).isEqualTo(turns.outcomes().get(Cores.NEAR));
    }

    @Test
    void tellsOfThemInTheirOrderWhicheverWasMeasuredFirst() {
        places.addAll(List.of(Cores.NEAR, Cores.FAR));
        turns.measure(List.of(new Server("a", 1), new Server("b", 1)), 0, 1);
        assertThat(turns.outcomes().getOrDefault(Cores.NEAR, Map.of()).keySet()).containsExactly("a", "b");
    }

    @Test
    void addsWhatWasMeasuredInSeveralRounds() {
        turns.measure(List.of(new Server("a", 1)), 0, 1);
        turns.measure(List.of(new Server("a", 3)), 0, 1);
        assertThat(outcome(Cores.NEAR, "a").slices()).extracting(Slice::count).containsExactly(1L, 1L, 3L, 3L);
    }

    @Test
    void tellsNothingOfNothing() {
        turns.measure(List.of(), 1, 1);
        assertThat(Turns.most(turns.outcomes())).isEmpty();
    }

    private Outcome outcome(Cores cores, String server) {
        return turns.outcomes().getOrDefault(cores, Map.of()).getOrDefault(server, of());
    }

    private static Outcome of(Slice... slices) {
        return new Outcome(List.of(slices), new Histogram(3), 0, Cores.NEAR);
    }

    private static Slice slice(int turn, long count) {
        return new Slice(turn, count, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void comparesWhatWasDoneInOneTurn() {
        Outcome slow = of(slice(1, 10), slice(2, 20), slice(3, 10), slice(4, 10), slice(5, 10));
        // twice as much in each turn; one turn is the other's alone, and in one something came between
        Outcome fast = of(slice(1, 20), slice(2, 40), slice(3, 20), slice(4, 90), slice(6, 70));
        assertThat(fast.to(slow)).isEqualTo(new Outcome.Ratio(2, 2, 2));
        assertThat(slow.to(fast).median()).isEqualTo(0.5);
        assertThat(of(slice(7, 1)).to(slow).median()).isNaN();
    }
}
