package io.redstart.client;

import java.util.List;

/**
 * What the server lets a client use now, each list sorted.
 *
 * <pre>{@code
 * client.onPermitted(permitted -> menu.show(permitted.calls().contains("todos.remove")));
 * }</pre>
 *
 * @param calls methods
 * @param actions types of actions it may dispatch
 * @param events names of events it may emit
 * @param packets names of packets it may send
 */
public record Permitted(List<String> calls, List<String> actions, List<String> events, List<String> packets) {
    /**
     * Copies the lists.
     *
     * @param calls methods
     * @param actions types of actions
     * @param events names of events
     * @param packets names of packets
     */
    public Permitted {
        calls = List.copyOf(calls);
        actions = List.copyOf(actions);
        events = List.copyOf(events);
        packets = List.copyOf(packets);
    }
}
