package io.redstart.server.session;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What is remembered of a call: that it runs, then its answer, in a ledger that is full of earlier answers. */
@State(Scope.Thread)
public class CallLedgerBenchmark {
    private final CallLedger ledger = new CallLedger(1_000, 1 << 20);
    private final Call call = new Call();
    private final byte[] answer = new byte[80];

    /**
     * Begins and ends one call.
     *
     * @return what the ledger said
     */
    @Benchmark
    public CallLedger.Entry call() {
        call.id++;
        CallLedger.Entry entry = ledger.begin(call, 64);
        ledger.wasTold(ledger.answers(call.id, answer, true), 0);
        return entry;
    }

    private static final class Call implements RunningCall {
        private long id;

        @Override
        public long id() {
            return id;
        }

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
}
