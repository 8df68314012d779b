package io.redstart.server.session;

import io.redstart.api.Keep;

/**
 * How a push is delivered. Of two that are equal and of which only the newest counts, the newer one takes the place of
 * the older.
 *
 * @param keep what becomes of it when its receiver reads slowly or is away
 * @param op {@code act} or {@code evt}; empty unless only the newest counts, as are the others
 * @param name the action's type or the event's name
 * @param key what else tells it apart
 */
public record Delivery(Keep keep, String op, String name, String key) {
    /** It must not be lost. */
    public static final Delivery RELIABLE = new Delivery(Keep.ALL, "", "", "");
    /** It may be dropped. */
    public static final Delivery LOSSY = new Delivery(Keep.NONE, "", "", "");
}
