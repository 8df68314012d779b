package io.redstart.api;

import java.util.Optional;

/**
 * All sessions of a namespace. Injected into constructors and parameters; any thread may use it.
 *
 * <pre>{@code
 * sessions.all().dispatch(new Added(todo));
 * sessions.of("joe").emit("hi", null);
 * }</pre>
 */
public interface Sessions {
    /**
     * Every session.
     *
     * @return a selection that is looked up anew at each push
     */
    Recipients all();

    /**
     * The sessions of one user.
     *
     * @param user the user's id
     * @return a selection that is looked up anew at each push; empty if the user has no session
     */
    Recipients of(String user);

    /**
     * The sessions that have a user.
     *
     * @return a selection that is looked up anew at each push
     */
    Recipients signedIn();

    /**
     * How many sessions a user has.
     *
     * @param user the user's id
     * @return 0 or more, with those whose clients are away
     */
    int count(String user);

    /**
     * How many users have sessions.
     *
     * @return 0 or more
     */
    int users();

    /**
     * Signs out all sessions of a user. Each is told, and exactly one of them that it was the last, as long as the user
     * is not signed in meanwhile.
     *
     * @param user the user's id
     * @return how many were signed out
     */
    int clear(String user);

    /**
     * One session.
     *
     * @param id its id
     * @return the session, if it is not over
     */
    Optional<Session> find(String id);
}
