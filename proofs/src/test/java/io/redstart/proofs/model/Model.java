package io.redstart.proofs.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a session should be: everything kept in lists, nothing done cleverly. */
final class Model {
    /** How many pushes a client may miss that is away; as many answers are kept. */
    static final int KEPT = 10;
    /** How many pushes are kept that a client has not acknowledged. */
    static final int UNACKNOWLEDGED = 4 * KEPT;
    /** For how long a session waits, in seconds. */
    static final int WINDOW = 6;

    final List<Integer> pushed = new ArrayList<>();
    final Map<Long, CallState> calls = new TreeMap<>();
    String key = "";

    @Nullable
    String formerKey;
    /** The highest number the client has told that it has seen. */
    int acknowledged;
    /** Pushes up to this one are not kept any more. */
    int dropped;
    /** How many answers there have been. */
    int answers;

    boolean connected = true;
    boolean over;
    int awaySeconds;
    /** How many pushes there were while the client was away. */
    int missed;

    /** A call, as the session sees it. */
    static final class CallState {
        /** The text of its answer; null while it runs. */
        @Nullable
        String answer;
        /** How many pushes there were when the answer was sent last; -1 if it was not. */
        int sentAt = -1;
        /** How many answers there were with this one. */
        int number;
    }

    /** The session is pushed to; returns the number of the push. */
    int push(int value) {
        pushed.add(value);
        if (connected) {
            dropped = Math.max(dropped, pushed.size() - UNACKNOWLEDGED);
        } else if (++missed > KEPT) {
            end();
        }
        return pushed.size();
    }

    void acknowledge(int seen) {
        acknowledged = Math.max(acknowledged, seen);
        dropped = Math.max(dropped, acknowledged);
    }

    void heard() {
        formerKey = null;
    }

    void cut() {
        connected = false;
        awaySeconds = 0;
        missed = 0;
    }

    void waits(int seconds) {
        if (!connected) {
            awaySeconds += seconds;
            if (awaySeconds >= WINDOW) {
                end();
            }
        }
    }

    void end() {
        over = true;
        connected = false;
    }

    /** Why a client cannot go on: null if it can. Ends the session if what it misses is not kept. */
    @Nullable
    String resume(String shown, int seen) {
        if (over || !(shown.equals(key) || shown.equals(formerKey))) {
            return "unknown";
        }
        if (seen > pushed.size() || seen < dropped) {
            end();
            return "gap";
        }
        formerKey = shown;
        connected = true;
        return null;
    }

    void answered(CallState call, String answer) {
        call.answer = answer;
        call.number = ++answers;
        if (connected) {
            call.sentAt = pushed.size();
        }
    }

    /** A call was repeated, and the client has heard its answer. */
    void heardAgain(CallState call) {
        call.sentAt = pushed.size();
    }

    /** Whether the client has surely had an answer, or too many came after it: then it need not be kept. */
    boolean mayBeDropped(CallState call) {
        boolean proven = call.sentAt >= 0 && acknowledged > call.sentAt;
        return proven || answers - call.number >= KEPT;
    }
}
