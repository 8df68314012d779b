package io.redstart.server.invocation;

import io.redstart.protocol.WireError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call with an idempotency key: who waits for it while it runs, and its answer afterwards. */
final class KeyedCall {
    final Key key;
    final byte[] digest;
    private final IdempotentCalls home;
    // the rest is read and changed while the home is locked
    List<JoinedCall> joined = new ArrayList<>(0);

    @Nullable
    CallRun run;

    boolean begun;
    byte @Nullable [] answer;
    long until;

    /**
     * What makes two calls the same.
     *
     * @param scope the user, or the session of a guest
     * @param target what is called
     * @param key what the client says
     */
    record Key(String scope, String target, String key) {}

    KeyedCall(IdempotentCalls home, Key key, byte[] digest) {
        this.home = home;
        this.key = key;
        this.digest = digest;
    }

    /** From now on the method may have had its effect. */
    void begins(CallRun running) {
        home.begins(this, running);
    }

    /**
     * It is answered.
     *
     * @param message the answer
     * @param error what it says, null for a result
     */
    void ended(byte[] message, @Nullable WireError error) {
        home.ended(this, message, error);
    }

    /** It did not come to run: its key is as good as new. */
    void forget() {
        home.forget(this);
    }

    /** How much memory its answer takes, about. */
    long size() {
        byte[] kept = answer;
        return 200L + 2L * (key.scope().length() + key.key().length()) + (kept == null ? 0 : kept.length);
    }
}
