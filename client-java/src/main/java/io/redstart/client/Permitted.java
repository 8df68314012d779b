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
 */
public record Permitted(List<String> calls, List<String> actions, List<String> events) {
    /**
     * Copies the lists.
     *
     * @param calls methods
     * @param actions types of actions
     * @param events names of events
     */
    public Permitted {
        calls = List.copyOf(calls);
        actions = List.copyOf(actions);
        events = List.copyOf(events);
    }
}
