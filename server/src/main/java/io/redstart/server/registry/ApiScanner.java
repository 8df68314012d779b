package io.redstart.server.registry;

import io.redstart.api.rules.BundleRules;
import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.Mark;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Turns the annotations of a bundle into its model, or says everything that is wrong with them. */
public final class ApiScanner {
    private final BundleIndex index;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final List<ClassShape> shapes = new ArrayList<>();

    private ApiScanner(BundleIndex index) {
        this.index = index;
    }

    /**
     * Finds the marked classes of a jar and scans them. No class is initialised.
     *
     * @param bundle the bundle's name
     * @param loader loads the classes of the jar
     * @param jar the jar, or a folder of classes
     * @return the model
     * @throws RejectedBundleException if anything is wrong, with all that is
     */
    public static BundleModel scan(String bundle, ClassLoader loader, Path jar) throws RejectedBundleException {
        List<Mistake> mistakes = new ArrayList<>();
        BundleIndex index = IndexFile.of(jar, mistakes::add);
        List<Class<?>> classes = new ApiClasses(loader, jar, mistakes::add).find(index);
        return new ApiScanner(index).scan(bundle, classes, mistakes);
    }

    /**
     * Scans classes.
     *
     * @param bundle the bundle's name
     * @param classes all that are marked; others are passed over
     * @param index what the annotation processor noted, or {@link BundleIndex#NONE}
     * @return the model
     * @throws RejectedBundleException if anything is wrong, with all that is
     */
    public static BundleModel scan(String bundle, List<Class<?>> classes, BundleIndex index)
            throws RejectedBundleException {
        return new ApiScanner(index).scan(bundle, classes, List.of());
    }

    private BundleModel scan(String bundle, List<Class<?>> classes, List<Mistake> found)
            throws RejectedBundleException {
        mistakes.addAll(found);
        classes.forEach(this::read);
        BundleRules.check(shapes).forEach(finding -> mistakes.add(new Mistake(finding.where(), finding.what())));
        if (!mistakes.isEmpty()) {
            mistakes.sort(Comparator.comparing(Mistake::where).thenComparing(Mistake::what));
            throw new RejectedBundleException(bundle, mistakes);
        }
        return model(bundle);
    }

    /** Types are looked at as the rules ask for them, so the rules are asked here what they can see of this class. */
    private void read(Class<?> type) {
        try {
            ClassShape shape = new ReflectedShapes(index).of(type);
            BundleRules.check(List.of(shape));
            if (shape.concerned()) {
                shapes.add(shape);
            }
        } catch (LinkageError | TypeNotPresentException e) {
            mistakes.add(ApiClasses.notLoaded(type.getName(), e));
        }
    }

    private BundleModel model(String bundle) {
        ApiModels apis = new ApiModels(index);
        return new BundleModel(
                bundle,
                shapes.stream()
                        .filter(shape -> shape.marks().containsKey(Mark.API)
                                || shape.marks().containsKey(Mark.CHANNEL_API))
                        .map(apis::of)
                        .sorted(Comparator.comparing(ApiModel::name)
                                .thenComparing(api -> api.type().getName()))
                        .toList(),
                types(Mark.ACTION_TYPE),
                types(Mark.EVENT_TYPE),
                types(Mark.ERROR_CODE),
                shapes.stream()
                        .filter(ClassShape::authenticates)
                        .map(shape -> (Class<?>) shape.source())
                        .findFirst()
                        .orElse(null),
                shapes.stream()
                        .filter(ClassShape::intercepts)
                        .map(shape -> InterceptorModel.of((Class<?>) shape.source()))
                        .toList(),
                Stream.concat(
                                shapes.stream()
                                        .filter(shape -> shape.marks().containsKey(Mark.PACKET))
                                        .map(shape -> (Class<?>) shape.source()),
                                handled())
                        .distinct()
                        .map(PacketModel::of)
                        .sorted(Comparator.comparing(packet -> packet.schema().name()))
                        .toList(),
                shapes.stream()
                        .filter(ClassShape::keepsData)
                        .<Class<?>>map(shape -> (Class<?>) shape.source())
                        .toList());
    }

    /** The packets that handlers take: where classes are named one by one, these need not be. */
    private Stream<Class<?>> handled() {
        return shapes.stream()
                .flatMap(shape -> shape.methods().stream())
                .filter(method -> method.marks().containsKey(Mark.ON_PACKET))
                .flatMap(method -> method.wire().stream())
                .filter(parameter -> parameter.type().marks().containsKey(Mark.PACKET))
                .map(parameter -> ((Parameter) parameter.source()).getType());
    }

    private List<BundleModel.TypeModel> types(Mark mark) {
        return shapes.stream()
                .filter(shape -> shape.marks().containsKey(mark))
                .map(shape -> type(shape.marks().getOrDefault(mark, ""), (Class<?>) shape.source()))
                .sorted(Comparator.comparing(BundleModel.TypeModel::name)
                        .thenComparing(model -> model.type().getName()))
                .toList();
    }

    private BundleModel.TypeModel type(String name, Class<?> type) {
        return new BundleModel.TypeModel(name, type, index.docs().getOrDefault(type.getName(), ""));
    }
}
