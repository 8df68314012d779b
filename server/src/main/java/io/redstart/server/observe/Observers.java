package io.redstart.server.observe;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Several observers as one: each is told, in their order. */
public final class Observers implements Observer {
    private final Observer[] all;

    private Observers(Observer[] all) {
        this.all = all;
    }

    /**
     * Joins observers.
     *
     * @param observers who watches; those that watch nothing do not count
     * @return one that tells them all
     */
    public static Observer of(Observer... observers) {
        List<Observer> watching =
                Stream.of(observers).filter(each -> each != Observer.NONE).toList();
        return switch (watching.size()) {
            case 0 -> Observer.NONE;
            case 1 -> watching.get(0);
            default -> new Observers(watching.toArray(Observer[]::new));
        };
    }

    /**
     * Whether an observer hears of answers. If not, nobody need know how long they took.
     *
     * @param observer who watches
     * @return false if it passes over what {@link Observer#callsAnswered} is told
     */
    public static boolean hearsOfAnswers(Observer observer) {
        if (observer instanceof Observers several) {
            return Stream.of(several.all).anyMatch(Observers::hearsOfAnswers);
        }
        try {
            Method told =
                    observer.getClass().getMethod("callsAnswered", String.class, int.class, long.class, String.class);
            return told.getDeclaringClass() != Observer.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void connectionOpened(String door) {
        for (Observer each : all) {
            each.connectionOpened(door);
        }
    }

    @Override
    public void connectionClosed(String door, int code) {
        for (Observer each : all) {
            each.connectionClosed(door, code);
        }
    }

    @Override
    public void sessionOpened() {
        for (Observer each : all) {
            each.sessionOpened();
        }
    }

    @Override
    public void sessionClosed() {
        for (Observer each : all) {
            each.sessionClosed();
        }
    }

    @Override
    public void resumed(@Nullable String why) {
        for (Observer each : all) {
            each.resumed(why);
        }
    }

    @Override
    public void callsAnswered(String target, int calls, long nanos, @Nullable String code) {
        for (Observer each : all) {
            each.callsAnswered(target, calls, nanos, code);
        }
    }

    @Override
    public void refused(String target, String code) {
        for (Observer each : all) {
            each.refused(target, code);
        }
    }

    @Override
    public void protocolError() {
        for (Observer each : all) {
            each.protocolError();
        }
    }

    @Override
    public void limitHit(String limit) {
        for (Observer each : all) {
            each.limitHit(limit);
        }
    }
}
