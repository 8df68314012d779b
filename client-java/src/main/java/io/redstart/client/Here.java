package io.redstart.client;

import java.util.List;

/**
 * Who is in a channel.
 *
 * @param users the ids of the users, sorted, each once
 * @param guests how many sessions have no user
 * @param sessions how many sessions there are
 */
public record Here(List<String> users, int guests, int sessions) {
    /**
     * Copies the list.
     *
     * @param users the ids of the users
     * @param guests how many sessions have no user
     * @param sessions how many sessions there are
     */
    public Here {
        users = List.copyOf(users);
    }
}
