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
     * One session.
     *
     * @param id its id
     * @return the session, if it is not over
     */
    Optional<Session> find(String id);
}
