package io.redstart.server.registry;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One class that is an API, or speaks for channels, or both.
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
 * @param channels what it says of channels, or null for nothing
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
        List<MethodModel> unnamed,
        @Nullable ChannelModel channels) {
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

    /**
     * The same for others.
     *
     * @param access who may reach its methods
     * @return the model
     */
    public ApiModel withAccess(Access access) {
        return new ApiModel(
                name,
                type,
                singleton,
                doc,
                with(methods, access),
                onOpen,
                onClose,
                with(onAction, access),
                with(onEvent, access),
                with(onPacket, access),
                with(unnamed, access),
                channels);
    }

    private static List<MethodModel> with(List<MethodModel> methods, Access access) {
        return methods.stream().map(method -> method.with(access)).toList();
    }

    /** A class that says nothing of packets, of what has no name, and of channels. */
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
        this(name, type, singleton, doc, methods, onOpen, onClose, onAction, onEvent, List.of(), List.of(), null);
    }
}
