package io.redstart.server.invocation;

import io.redstart.api.CallContext;
import io.redstart.server.registry.ChannelModel;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.Mistake;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one class says of channels, bound.
 *
 * @param pattern which channels
 * @param use the bundle it runs in
 * @param onJoin is asked who may join, or null
 * @param onAction are asked who may say an action, by its type
 * @param onEvent are asked who may say an event, by its name
 * @param onSet is asked who may set the state, or null
 * @param reducers make states, by the action's type
 */
record BoundChannels(
        String pattern,
        BundleUse use,
        @Nullable BoundMethod onJoin,
        Map<String, BoundMethod> onAction,
        Map<String, BoundMethod> onEvent,
        @Nullable BoundMethod onSet,
        Map<String, BoundReducer> reducers) {
    /** Binds a method; null if it cannot be reached, which is a mistake. */
    interface Binding {
        @Nullable
        BoundMethod bind(MethodModel model, CallContext.Kind kind);
    }

    static BoundChannels of(BundleUse use, ChannelModel model, Binding binding, List<Mistake> mistakes) {
        Map<String, BoundReducer> reducers = new HashMap<>();
        published(model.reducers(), binding)
                .forEach((type, method) -> reducers.put(type, new BoundReducer(method, mistakes)));
        return new BoundChannels(
                model.pattern(),
                use,
                model.onJoin() == null ? null : binding.bind(model.onJoin(), CallContext.Kind.JOIN),
                published(model.onAction(), binding),
                published(model.onEvent(), binding),
                model.onSet() == null ? null : binding.bind(model.onSet(), CallContext.Kind.SET),
                Map.copyOf(reducers));
    }

    private static Map<String, BoundMethod> published(List<ChannelModel.Published> models, Binding binding) {
        Map<String, BoundMethod> bound = new HashMap<>();
        for (ChannelModel.Published model : models) {
            BoundMethod method = binding.bind(model.method(), CallContext.Kind.PUBLISH);
            if (method != null) {
                bound.put(model.type(), method);
            }
        }
        return Map.copyOf(bound);
    }

    /** Who is asked whether a client may say something: of an action its reducer, if nothing else is. */
    @Nullable
    BoundMethod asked(boolean action, String type) {
        BoundMethod asked = (action ? onAction : onEvent).get(type);
        BoundReducer reducer = action ? reducers.get(type) : null;
        return asked == null && reducer != null ? reducer.method() : asked;
    }

    /** All that is asked who may. */
    Stream<BoundMethod> asked() {
        Stream<BoundMethod> reduced = reducers.entrySet().stream()
                .filter(reducer -> !onAction.containsKey(reducer.getKey()))
                .map(reducer -> reducer.getValue().method());
        return Stream.of(
                        Stream.ofNullable(onJoin),
                        onAction.values().stream(),
                        onEvent.values().stream(),
                        Stream.ofNullable(onSet),
                        reduced)
                .flatMap(each -> each);
    }

    private boolean isPrefix() {
        return pattern.endsWith("*");
    }

    private String name() {
        return isPrefix() ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    /** Upper and lower case make no difference between channels. */
    private boolean fits(String channel) {
        String name = name();
        return isPrefix() ? channel.regionMatches(true, 0, name, 0, name.length()) : channel.equalsIgnoreCase(name);
    }

    /**
     * All that is said of channels.
     *
     * @param all what has the longest pattern first
     */
    record Table(List<BoundChannels> all) {
        static final Table EMPTY = new Table(List.of());

        /** A name before a beginning of the same length: it is the longer pattern of the two. */
        private static final Comparator<BoundChannels> LONGEST_FIRST = Comparator.<BoundChannels>comparingInt(
                        each -> each.name().length())
                .thenComparing(each -> !each.isPrefix())
                .reversed();

        static Table of(Stream<BoundChannels> all, List<Mistake> mistakes) {
            Map<String, BoundChannels> taken = new HashMap<>();
            List<BoundChannels> sorted = all.sorted(LONGEST_FIRST).toList();
            for (BoundChannels each : sorted) {
                BoundChannels other = taken.put(each.pattern().toLowerCase(Locale.ROOT), each);
                if (other != null) {
                    mistakes.add(new Mistake(
                            each.use().bundle().name(),
                            "the channels '" + each.pattern() + "' are already in bundle "
                                    + other.use().bundle().name() + " (expected: one)"));
                }
            }
            return new Table(sorted);
        }

        /** What is said of a channel: by the longest pattern that fits; null if nothing is. */
        @Nullable
        BoundChannels of(String channel) {
            for (int i = 0; i < all.size(); i++) { // without an iterator: it is asked at every step of a channel
                if (all.get(i).fits(channel)) {
                    return all.get(i);
                }
            }
            return null;
        }
    }
}
