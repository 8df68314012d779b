package io.redstart.server.registry;

import java.lang.reflect.Method;
import java.util.List;

/**
 * One API class.
 *
 * @param name the first part of its methods' names, empty for bare names
 * @param type the class
 * @param singleton whether one instance serves all sessions
 * @param doc its documentation comment, empty if unknown
 * @param methods what may be called
 * @param onOpen hooks that run when a session begins
 * @param onClose hooks that run when a session is over
 * @param onAction handlers of clients' actions; {@link MethodModel#target()} is the action's type
 * @param onEvent handlers of clients' events; {@link MethodModel#target()} is the event's name
 * @param onPacket handlers of clients' packets; {@link MethodModel#target()} is the packet's name
 * @param unnamed handlers of all packets, and of what has no name; {@link MethodModel#target()} is {@link #PACKETS}, {@link
 *     #TEXT}, {@link #JSON} or {@link #BINARY}
 */
public record ApiModel(
        String name,
        Class<?> type,
        boolean singleton,
        String doc,
        List<MethodModel> methods,
        List<Method> onOpen,
        List<Method> onClose,
        List<MethodModel> onAction,
        List<MethodModel> onEvent,
        List<MethodModel> onPacket,
        List<MethodModel> unnamed) {
    /** The target of what takes all packets. */
    public static final String PACKETS = "packets";
    /** The target of what takes texts. */
    public static final String TEXT = "text";
    /** The target of what takes JSON. */
    public static final String JSON = "json";
    /** The target of what takes bytes. */
    public static final String BINARY = "binary";

    public ApiModel {
        methods = List.copyOf(methods);
        onOpen = List.copyOf(onOpen);
        onClose = List.copyOf(onClose);
        onAction = List.copyOf(onAction);
        onEvent = List.copyOf(onEvent);
        onPacket = List.copyOf(onPacket);
        unnamed = List.copyOf(unnamed);
    }

    /** A class without handlers of packets and of what has no name. */
    public ApiModel(
            String name,
            Class<?> type,
            boolean singleton,
            String doc,
            List<MethodModel> methods,
            List<Method> onOpen,
            List<Method> onClose,
            List<MethodModel> onAction,
            List<MethodModel> onEvent) {
        this(name, type, singleton, doc, methods, onOpen, onClose, onAction, onEvent, List.of(), List.of());
    }
}
