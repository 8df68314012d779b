package io.redstart.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void takesWhatIsInTheMiddle() {
        assertThat(Rounds.median(List.of(1))).isEqualTo(1);
        assertThat(Rounds.median(List.of(1, 5, 9))).isEqualTo(5);
        assertThat(Rounds.median(List.of(1, 5, 9, 10))).isEqualTo(5);
    }

    private record Result(int number, Cores cores) implements Measurement {}

    private static Map<Cores, Map<String, List<Result>>> rounds(int rounds, Map<String, List<Result>> results) {
        Map<String, Iterator<Result>> next = new HashMap<>();
        results.forEach((name, all) -> next.put(name, all.iterator()));
        return new Rounds(LoadOptions.of(), "", rounds)
                .inTurns(
                        results.keySet().stream().sorted().toList(),
                        name -> {
                            Iterator<Result> more = next.get(name);
                            return more == null || !more.hasNext() ? null : more.next();
                        },
                        Comparator.comparingInt(Result::number));
    }

    private static Result near(int number) {
        return new Result(number, Cores.NEAR);
    }

    private static Result far(int number) {
        return new Result(number, Cores.FAR);
    }

    @Test
    void goesOnUntilAllWereMeasuredOftenEnoughInOnePlace() {
        var all = rounds(
                2,
                Map.of(
                        "a", List.of(near(3), near(1), far(5), far(2)),
                        "b", List.of(far(9), near(7), new Result(8, Cores.MOVED), near(4), near(6))));
        assertThat(all)
                .isEqualTo(Map.of(
                        Cores.NEAR, Map.of("a", List.of(near(1), near(3)), "b", List.of(near(4), near(7))),
                        Cores.FAR, Map.of("a", List.of(far(2), far(5)), "b", List.of(far(9)))));
        assertThat(Rounds.most(all)).isSameAs(all.get(Cores.NEAR));
    }

    @Test
    void givesUpAfterThreeTimesAsManyRounds() {
        List<Result> many = Stream.generate(() -> near(1)).limit(10).toList();
        var all = rounds(2, Map.of("a", many, "b", List.of(near(1))));
        assertThat(all).isEqualTo(Map.of(Cores.NEAR, Map.of("a", many.subList(0, 6), "b", List.of(near(1)))));
    }

    @Test
    void tellsNothingOfNothing() {
        assertThat(Rounds.most(rounds(1, Map.of("a", List.of())))).isEmpty();
    }

    @Test
    void coresThatWereMovedAreSeen() {
        assertThat(Cores.NEAR.with(Cores.NEAR)).isEqualTo(Cores.NEAR);
        assertThat(Cores.NEAR.with(Cores.FAR)).isEqualTo(Cores.MOVED);
        assertThat(Cores.FAR.with(Cores.UNKNOWN)).isEqualTo(Cores.UNKNOWN);
        assertThat(Cores.UNKNOWN.with(Cores.UNKNOWN)).isEqualTo(Cores.UNKNOWN);
    }
}
