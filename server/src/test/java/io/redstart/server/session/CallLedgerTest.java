package io.redstart.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.session.CallLedger.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallLedgerTest {
    private record Call(long id) implements RunningCall {
        @Override
        public void cancel() {}

        @Override
        public void giveUp() {}

        @Override
        public void more(int count) {}

        @Override
        public void repeated(long seen, int grant) {}

        @Override
        public void tick(long now) {}
    }

    /** The same in the plainest way. */
    private static final class Model {
        final int maxKept;
        final int maxBytes;
        final Set<Long> running = new HashSet<>();
        final List<Kept> kept = new ArrayList<>();
        long highest;
        long seq;
        int answers;
        int answersAtPing;

        Model(int maxKept, int maxBytes) {
            this.maxKept = maxKept;
            this.maxBytes = maxBytes;
        }

        private record Kept(long id, String answer, int number, long seq) {}

        String begin(long id, int most) {
            if (id > highest) {
                if (running.size() >= most) {
                    return "refused";
                }
                highest = id;
                running.add(id);
                return "fresh";
            }
            if (running.contains(id)) {
                return "running";
            }
            return kept.stream()
                    .filter(each -> each.id == id)
                    .map(each -> "answered " + each.answer)
                    .findFirst()
                    .orElse("forgotten");
        }

        void answered(long id, String answer, boolean keep) {
            running.remove(id);
            if (keep) {
                kept.add(new Kept(id, answer, ++answers, seq));
                while (kept.size() > maxKept
                        || kept.stream().mapToInt(each -> each.answer.length()).sum() > maxBytes) {
                    kept.remove(0);
                }
            }
        }
    }

    /** Mostly the oldest. */
    private static Optional<Long> any(Random random, Set<Long> running) {
        List<Long> inOrder = running.stream().sorted().toList();
        return inOrder.stream()
                .skip(inOrder.isEmpty() || random.nextBoolean() ? 0 : random.nextInt(inOrder.size()))
                .findFirst();
    }

    private static String word(Entry entry) {
        if (entry instanceof Entry.Answered answered) {
            return "answered " + new String(answered.answer(), UTF_8);
        }
        return entry.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void doesAsTheModelDoes() {
        for (int seed = 0; seed < 1_000; seed++) {
            run(new Random(seed), "seed " + seed);
        }
    }

    private static void run(Random random, String seed) {
        int maxKept = 1 + random.nextInt(20);
        int maxBytes = 5 + random.nextInt(150);
        int most = 1 + random.nextInt(20);
        CallLedger ledger = new CallLedger(maxKept, maxBytes);
        long orderAtPing = 0;
        Model model = new Model(maxKept, maxBytes);
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    long id = 1L + random.nextLong(model.highest + 3);
                    String expected = model.begin(id, most);
                    assertThat(word(ledger.begin(new Call(id), most))).as(seed).isEqualTo(expected);
                }
                case 2 ->
                    any(random, model.running).ifPresent(id -> {
                        String answer = "a".repeat(1 + random.nextInt(12));
                        boolean keep = random.nextInt(8) != 0;
                        ledger.wasTold(ledger.answers(id, answer.getBytes(UTF_8), keep), model.seq);
                        model.answered(id, answer, keep);
                    });
                case 3 -> model.seq += random.nextInt(3);
                case 4 -> {
                    long seen = random.nextLong(model.seq + 1);
                    ledger.acknowledged(seen);
                    model.kept.removeIf(each -> each.seq < seen);
                }
                default -> {
                    if (random.nextBoolean()) {
                        orderAtPing = ledger.pinged();
                        model.answersAtPing = model.answers;
                    } else {
                        ledger.ponged(orderAtPing);
                        model.kept.removeIf(each -> each.number <= model.answersAtPing);
                    }
                }
            }
            assertThat(ledger.size()).as(seed).isEqualTo(model.running.size());
            assertThat(ledger.all())
                    .as(seed)
                    .extracting(RunningCall::id)
                    .containsExactlyInAnyOrderElementsOf(model.running);
        }
    }

    @Test
    void keepsWhatWasNotSent() {
        CallLedger ledger = new CallLedger(10, 100);
        ledger.begin(new Call(1), 5);
        ledger.wasTold(ledger.answers(1, "a".getBytes(UTF_8), true), CallLedger.NOT_SENT);
        ledger.ponged(ledger.pinged());
        ledger.acknowledged(7);
        assertThat(word(ledger.begin(new Call(1), 5))).isEqualTo("answered a");
        ledger.sentAgain(1, 7);
        ledger.acknowledged(8);
        assertThat(word(ledger.begin(new Call(1), 5))).isEqualTo("forgotten");
    }

    @Test
    void tellsTheNewestFirst() {
        CallLedger ledger = new CallLedger(10, 100);
        List.of(1L, 20L, 21L, 300L).forEach(id -> ledger.begin(new Call(id), 5));
        ledger.answers(20, "a".getBytes(UTF_8), true);
        assertThat(ledger.newestFirst()).extracting(RunningCall::id).containsExactly(300L, 21L, 1L);
    }

    @Test
    void knowsWhatRunsAndWhatWasAnswered() {
        CallLedger ledger = new CallLedger(10, 100);
        Call call = new Call(1);
        ledger.begin(call, 5);
        assertThat(ledger.known(1)).isEqualTo(new Entry.Running(call));
        assertThat(ledger.find(1)).isSameAs(call);
        ledger.answers(1, "a".getBytes(UTF_8), true);
        assertThat(ledger.known(1)).isInstanceOf(Entry.Answered.class);
        assertThat(ledger.known(2)).isNull();
        assertThat(ledger.find(1)).isNull();
    }
}
