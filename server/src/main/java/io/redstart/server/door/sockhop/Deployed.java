package io.redstart.server.door.sockhop;

import io.redstart.server.registry.MethodModel;
import org.jspecify.annotations.Nullable;

/** What takes objects at the moment, by the names of their types. */
interface Deployed {
    /** How a method is called; null if there is none. */
    @Nullable
    MethodModel method(String type);

    /** Whether somebody takes an event. */
    boolean takesEvent(String type);
}
