package io.redstart.client;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what went wrong and belongs to nobody. It never throws. */
final class Complaints implements Consumer<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(RedstartClient.class);

    private final Consumer<? super Throwable> told;

    Complaints(Consumer<? super Throwable> told) {
        this.told = told;
    }

    static Complaints logged() {
        return new Complaints(problem -> LOG.warn("A problem that belongs to no call", problem));
    }

    @Override
    public void accept(Throwable problem) {
        try {
            told.accept(problem);
        } catch (Throwable worse) { // there is nobody left to tell
            worse.addSuppressed(problem);
            LOG.warn("Whoever should have been told of a problem has failed", worse);
        }
    }
}
