package io.redstart.api.rules;

import org.jspecify.annotations.Nullable;

/** Which action or event a handler takes. */
public final class MessageType {
    private MessageType() {}

    /**
     * The type of the action or the name of the event.
     *
     * @param method a method marked {@code @OnAction} or {@code @OnEvent}
     * @return what its annotation says, or else the class of its parameter; null if neither says anything
     */
    public static @Nullable String of(MethodShape method) {
        Mark handler = handler(method);
        String given = method.marks().getOrDefault(handler, "");
        return given.isEmpty() ? ofParameter(method, handler) : given;
    }

    static @Nullable String mistake(MethodShape method) {
        Mark handler = handler(method);
        String given = method.marks().getOrDefault(handler, "");
        String known = ofParameter(method, handler);
        if (!given.isEmpty()) {
            return known == null || known.equals(given)
                    ? Names.type(given)
                    : "type: '" + given + "' (expected: '" + known + "', as the class of its parameter says)";
        }
        return known != null
                ? null
                : "type: none (expected: " + handler + "(\"...\"), or a parameter whose class is marked "
                        + declares(handler) + ")";
    }

    private static Mark handler(MethodShape method) {
        return method.marks().containsKey(Mark.ON_ACTION) ? Mark.ON_ACTION : Mark.ON_EVENT;
    }

    private static Mark declares(Mark handler) {
        return handler == Mark.ON_ACTION ? Mark.ACTION_TYPE : Mark.EVENT_TYPE;
    }

    private static @Nullable String ofParameter(MethodShape method, Mark handler) {
        return method.wire().stream()
                .map(parameter -> parameter.type().marks().get(declares(handler)))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
