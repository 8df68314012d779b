package io.redstart.api;

import java.util.List;

/**
 * Who is in a channel.
 *
 * @param users the ids of its users, each once however many sessions they have, in their order
 * @param guests how many sessions have no user
 * @param sessions how many sessions there are
 */
public record ChannelInfo(List<String> users, int guests, int sessions) {
    /**
     * Copies the list.
     *
     * @param users the ids of its users
     * @param guests how many sessions have no user
     * @param sessions how many sessions there are
     */
    public ChannelInfo {
        users = List.copyOf(users);
    }
}
