package io.redstart.server.transport;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A connection's place among those that are counted: given back once, when the line is gone. */
public final class Ticket {
    /** What became of a connection that asked for a place. */
    public enum Verdict {
        /** It may stay. */
        WELCOME,
        /** Its address has too many already, or they come too fast. */
        TOO_MANY_OF_ADDRESS,
        /** The server has too many. */
        TOO_MANY
    }

    private final Admission admission;
    private @Nullable ClientNetwork counted;
    private Verdict verdict;
    private boolean left;

    Ticket(Admission admission, @Nullable ClientNetwork counted, Verdict verdict) {
        this.admission = admission;
        this.counted = counted;
        this.verdict = verdict;
    }

    /**
     * What became of it.
     *
     * @return whether it may stay
     */
    public synchronized Verdict verdict() {
        return verdict;
    }

    /**
     * Where the client is has become known: behind a proxy it is not where the line comes from. From now on it counts
     * for that address.
     *
     * @param address the client's
     * @return whether it may stay
     */
    public synchronized Verdict comesFrom(InetAddress address) {
        if (!left && counted == null && verdict == Verdict.WELCOME) {
            ClientNetwork network = ClientNetwork.of(address);
            verdict = admission.count(network);
            if (verdict == Verdict.WELCOME) {
                counted = network;
            }
        }
        return verdict;
    }

    /** The line is gone. */
    public synchronized void leave() {
        if (!left) {
            left = true;
            admission.left(counted);
        }
    }
}
