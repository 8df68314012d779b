package io.redstart.server.invocation;

import io.redstart.server.observe.Observer;
import io.redstart.server.transport.Gathering;
import org.jspecify.annotations.Nullable;

/**
 * Calls that were answered while one read was worked off. They leave together, so those of one method that had the same end
 * are told of together, and took as long as it takes until they leave. Of the thread that gathers.
 */
final class AnsweredCalls implements Gathering.Sum {
    private final Observer observer;
    private int calls;
    private String target = "";
    private @Nullable String code;
    private long began;

    private AnsweredCalls(Observer observer) {
        this.observer = observer;
    }

    /** A call was answered: told of now, or with others of the read it came in. */
    static void add(Observer observer, String target, long began, @Nullable String code) {
        Gathering burst = Gathering.current();
        if (burst == null) {
            observer.callsAnswered(target, 1, System.nanoTime() - began, code);
            return;
        }
        AnsweredCalls own;
        if (burst.sum() instanceof AnsweredCalls known && known.observer.equals(observer)) {
            own = known;
        } else {
            own = new AnsweredCalls(observer);
            burst.sum(own);
        }
        own.add(target, began, code);
    }

    @SuppressWarnings("ReferenceEquality") // another string with the same text is only told of by itself
    private void add(String newTarget, long newBegan, @Nullable String newCode) {
        if (calls > 0 && (target != newTarget || began != newBegan || code != newCode)) {
            tell();
        }
        target = newTarget;
        began = newBegan;
        code = newCode;
        calls++;
    }

    @Override
    public void tell() {
        if (calls > 0) {
            observer.callsAnswered(target, calls, System.nanoTime() - began, code);
            calls = 0;
        }
    }
}
