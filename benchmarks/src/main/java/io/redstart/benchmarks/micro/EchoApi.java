package io.redstart.benchmarks.micro;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.NonBlocking;
import io.redstart.api.RateLimit;
import io.redstart.api.Sessions;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import java.util.List;

/** What is called while it is measured: does as little as a method can. */
@Api("echo")
@Singleton
public class EchoApi {
    /** The name of the event {@link #publish} emits. */
    public static final String EVENT = "tick";

    /** An argument of some size. */
    public record Todo(long id, String title, boolean done, List<String> tags) {}

    /**
     * Echoes on the thread that reads.
     *
     * @param text a text
     * @return the same
     */
    @Call
    @NonBlocking
    public String quick(String text) {
        return text;
    }

    /**
     * Echoes on a thread that may wait, as methods do that say nothing else.
     *
     * @param text a text
     * @return the same
     */
    @Call
    public String plain(String text) {
        return text;
    }

    /**
     * Takes several arguments.
     *
     * @param first a number
     * @param second a number
     * @param label a text
     * @return one of them
     */
    @Call
    @NonBlocking
    public String three(long first, long second, String label) {
        return label;
    }

    /**
     * Takes several arguments behind all that can stand before a method.
     *
     * @param first a number
     * @param second a number
     * @param label a text
     * @return one of them
     */
    @Call
    @NonBlocking
    @PermitAll
    @RateLimit(permits = 100_000, per = "1ms")
    public String guarded(long first, long second, String label) {
        return label;
    }

    /**
     * Takes and gives a record.
     *
     * @param todo a record
     * @return the same
     */
    @Call
    @NonBlocking
    public Todo todo(Todo todo) {
        return todo;
    }

    /**
     * Tells all sessions.
     *
     * @param text what is told
     * @param sessions filled in
     */
    @Call
    @NonBlocking
    public void publish(String text, Sessions sessions) {
        sessions.all().emit(EVENT, text);
    }
}
