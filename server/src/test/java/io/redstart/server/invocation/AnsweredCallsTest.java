package io.redstart.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.observe.Observer;
import io.redstart.server.transport.Gathering;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnsweredCallsTest {
    private final List<String> told = new ArrayList<>();
    private final List<Long> took = new ArrayList<>();
    private final Observer observer = new Observer() {
        @Override
        public void callsAnswered(String target, int calls, long nanos, @Nullable String code) {
            told.add(calls + " " + target + " " + code);
            took.add(nanos);
        }
    };

    private void answered(String target, @Nullable String code) {
        AnsweredCalls.add(observer, target, Gathering.arrival(), code);
    }

    @Test
    void tellsAtOnceWhereNothingIsGathered() {
        answered("todo.add", null);
        assertThat(told).containsExactly("1 todo.add null");
        assertThat(took).allSatisfy(nanos -> assertThat(nanos).isNotNegative());
    }

    @Test
    void tellsOnceOfThoseThatCameTogetherAndEndedAlike() {
        Gathering gathering = new Gathering();
        gathering.begin();
        answered("todo.add", null);
        answered("todo.add", null);
        answered("todo.add", "todo_full");
        answered("todo.all", null);
        answered("todo.all", null);
        answered("todo.all", null);
        assertThat(told).containsExactly("2 todo.add null", "1 todo.add todo_full");
        gathering.end();
        assertThat(told).containsExactly("2 todo.add null", "1 todo.add todo_full", "3 todo.all null");

        gathering.begin();
        gathering.end();
        assertThat(told).hasSize(3);
    }
}
