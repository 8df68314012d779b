package io.redstart.protocol;

import org.jspecify.annotations.Nullable;

/** The one answer to a call, an action or an ask; both sides say it. */
public sealed interface Answer extends FromClient, FromServer {
    /**
     * What it answers.
     *
     * @return the id that whoever asked had chosen
     */
    long id();

    /**
     * It went well.
     *
     * @param id the number it was asked with
     * @param value what it answers with
     */
    record Result(long id, @Nullable Object value) implements Answer {}

    /**
     * It did not.
     *
     * @param id the number it was asked with
     * @param error what went wrong
     */
    record Failure(long id, WireError error) implements Answer {}
}
