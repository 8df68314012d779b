package io.redstart.server.channel;

import java.util.List;

/**
 * Who is in a channel.
 *
 * @param users the users, each once, in the order of their ids
 * @param guests how many sessions have no user
 * @param sessions how many sessions there are
 */
public record Here(List<String> users, int guests, int sessions) {
    /** Nobody. */
    public static final Here NOBODY = new Here(List.of(), 0, 0);

    public Here {
        users = List.copyOf(users);
    }
}
