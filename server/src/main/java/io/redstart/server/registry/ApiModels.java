package io.redstart.server.registry;

import io.redstart.api.rules.Answer;
import io.redstart.api.rules.ChannelMethod;
import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.MessageType;
import io.redstart.api.rules.MethodShape;
import io.redstart.api.rules.PacketMark;
import io.redstart.api.rules.TypeShape;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the models of API classes that keep the rules. */
final class ApiModels {
    private final BundleIndex index;
    private final ParameterModels parameters = new ParameterModels();

    ApiModels(BundleIndex index) {
        this.index = index;
    }

    ApiModel of(ClassShape shape) {
        Class<?> type = (Class<?>) shape.source();
        String name = shape.marks().getOrDefault(Mark.API, "");
        String prefix = name.isEmpty() ? "" : name + ".";
        return new ApiModel(
                name,
                type,
                shape.marks().containsKey(Mark.SINGLETON),
                doc(type.getName()),
                methods(shape, Mark.CALL, method -> prefix + method.wireName()),
                hooks(shape, Mark.ON_OPEN),
                hooks(shape, Mark.ON_CLOSE),
                methods(shape, Mark.ON_ACTION, method -> Objects.requireNonNull(MessageType.of(method))),
                methods(shape, Mark.ON_EVENT, method -> Objects.requireNonNull(MessageType.of(method))),
                methods(shape, ApiModels::takesOne, ApiModels::packet),
                Stream.of(
                                methods(shape, PacketMark::takesAll, method -> ApiModel.PACKETS),
                                methods(shape, Mark.ON_TEXT, method -> ApiModel.TEXT),
                                methods(shape, Mark.ON_JSON, method -> ApiModel.JSON),
                                methods(shape, Mark.ON_BINARY, method -> ApiModel.BINARY))
                        .flatMap(List::stream)
                        .toList(),
                channels(shape));
    }

    private static boolean takesOne(MethodShape method) {
        return method.marks().containsKey(Mark.ON_PACKET) && !PacketMark.takesAll(method);
    }

    private @Nullable ChannelModel channels(ClassShape shape) {
        String pattern = shape.marks().get(Mark.CHANNEL_API);
        if (pattern == null) {
            return null;
        }
        List<ChannelModel.Published> reducers = published(shape, pattern, Mark.REDUCER, Mark.ACTION_TYPE);
        return new ChannelModel(
                pattern,
                single(methods(shape, Mark.ON_JOIN, method -> "join " + pattern)),
                published(shape, pattern, Mark.ON_PUBLISH, Mark.ACTION_TYPE),
                published(shape, pattern, Mark.ON_PUBLISH, Mark.EVENT_TYPE),
                single(methods(shape, Mark.ON_SET, method -> "set " + pattern)),
                reducers);
    }

    private static @Nullable MethodModel single(List<MethodModel> methods) {
        return methods.isEmpty() ? null : methods.get(0);
    }

    private List<ChannelModel.Published> published(ClassShape shape, String pattern, Mark handler, Mark kind) {
        return shape.methods().stream()
                .filter(method -> method.marks().containsKey(handler))
                .flatMap(method -> Stream.ofNullable(
                                new ChannelMethod(method).types().get(kind))
                        .map(type -> new ChannelModel.Published(
                                type, method(shape, method, "publish " + pattern + " " + type))))
                .sorted(Comparator.comparing(ChannelModel.Published::type))
                .toList();
    }

    private static String packet(MethodShape method) {
        String name = method.marks().getOrDefault(Mark.ON_PACKET, "");
        return name.isEmpty()
                ? Objects.requireNonNull(
                                PacketMark.of(method.wire().get(0).type().marks()))
                        .name()
                : name;
    }

    private List<MethodModel> methods(ClassShape shape, Mark handler, Function<MethodShape, String> target) {
        return methods(shape, method -> method.marks().containsKey(handler), target);
    }

    private List<MethodModel> methods(
            ClassShape shape, Predicate<MethodShape> handled, Function<MethodShape, String> target) {
        return shape.methods().stream()
                .filter(handled)
                .map(method -> method(shape, method, target.apply(method)))
                .sorted(Comparator.comparing(MethodModel::target))
                .toList();
    }

    private static List<Method> hooks(ClassShape shape, Mark handler) {
        return shape.methods().stream()
                .filter(method -> method.marks().containsKey(handler))
                .map(method -> (Method) method.source())
                .toList();
    }

    private MethodModel method(ClassShape shape, MethodShape method, String target) {
        Answer answer = Answer.of(method.result());
        return new MethodModel(
                target,
                (Method) method.source(),
                parameters.of(method),
                MethodModel.Answer.valueOf(answer.kind().name()),
                answer.item() == null ? Object.class : resultType(answer.item()),
                method.marks().containsKey(Mark.CONCURRENT),
                method.marks().containsKey(Mark.NON_BLOCKING) || shape.marks().containsKey(Mark.NON_BLOCKING),
                Guards.of((Method) method.source(), (Class<?>) shape.source()),
                maxMessage(shape, method),
                doc(((Class<?>) shape.source()).getName() + "#" + method.name()));
    }

    /** What is said of the method, else of its class. */
    private static int maxMessage(ClassShape shape, MethodShape method) {
        if (!method.marks().containsKey(Mark.CALL)) {
            return 0;
        }
        String inherited = shape.marks().getOrDefault(Mark.MAX_MESSAGE, "0");
        return Integer.parseInt(method.marks().getOrDefault(Mark.MAX_MESSAGE, inherited));
    }

    private static Type resultType(TypeShape item) {
        return item.name().equals("java.lang.Void") ? void.class : ((ReflectedShape) item).type();
    }

    private String doc(String key) {
        return index.docs().getOrDefault(key, "");
    }
}
