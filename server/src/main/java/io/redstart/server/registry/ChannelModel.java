package io.redstart.server.registry;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a class says of channels.
 *
 * @param pattern which: a name, or the beginning of names with {@code *} behind it
 * @param onJoin is asked who may join, or null
 * @param onAction are asked who may say an action; {@link Published#type()} is its type
 * @param onEvent are asked who may say an event; {@link Published#type()} is its name
 * @param onSet is asked who may set the state, or null
 * @param reducers make states; {@link Published#type()} is the action's type
 */
public record ChannelModel(
        String pattern,
        @Nullable MethodModel onJoin,
        List<Published> onAction,
        List<Published> onEvent,
        @Nullable MethodModel onSet,
        List<Published> reducers) {
    public ChannelModel {
        onAction = List.copyOf(onAction);
        onEvent = List.copyOf(onEvent);
        reducers = List.copyOf(reducers);
    }

    /**
     * A method for an action or an event.
     *
     * @param type the action's type or the event's name
     * @param method the method
     */
    public record Published(String type, MethodModel method) {}

    /**
     * All its methods.
     *
     * @return each once
     */
    public Stream<MethodModel> methods() {
        Stream<MethodModel> published =
                Stream.of(onAction, onEvent, reducers).flatMap(List::stream).map(Published::method);
        return Stream.of(Stream.ofNullable(onJoin), published, Stream.ofNullable(onSet))
                .flatMap(each -> each)
                .distinct();
    }
}
