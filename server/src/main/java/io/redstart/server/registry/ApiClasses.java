package io.redstart.server.registry;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ScanResult;
import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.Mark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds the marked classes of a jar: those its index names, or where it has none, by looking through its classes. */
final class ApiClasses {
    private static final Set<Mark> OF_CLASSES = EnumSet.of(
            Mark.API, Mark.CHANNEL_API, Mark.ACTION_TYPE, Mark.EVENT_TYPE, Mark.PACKET, Mark.PUSH, Mark.ERROR_CODE);
    private static final Set<Mark> OF_METHODS = EnumSet.of(
            Mark.CALL,
            Mark.ON_ACTION,
            Mark.ON_EVENT,
            Mark.ON_PACKET,
            Mark.ON_TEXT,
            Mark.ON_JSON,
            Mark.ON_BINARY,
            Mark.ON_OPEN,
            Mark.ON_CLOSE);
    private static final Set<Mark> OF_CHANNELS = EnumSet.of(Mark.ON_JOIN, Mark.ON_PUBLISH, Mark.ON_SET, Mark.REDUCER);

    private final ClassLoader loader;
    private final Path jar;
    private final Consumer<Mistake> mistakes;

    ApiClasses(ClassLoader loader, Path jar, Consumer<Mistake> mistakes) {
        this.loader = loader;
        this.jar = jar;
        this.mistakes = mistakes;
    }

    List<Class<?>> find(BundleIndex index) {
        List<Class<?>> classes = new ArrayList<>();
        for (String name : index.classes().isEmpty() ? search() : index.classes()) {
            try {
                classes.add(Class.forName(name, false, loader));
            } catch (ClassNotFoundException | LinkageError e) {
                mistakes.accept(notLoaded(name, e));
            }
        }
        return classes;
    }

    static Mistake notLoaded(String name, Throwable why) {
        return new Mistake(
                name.replace('$', '.'),
                "class: cannot be loaded: " + why.getClass().getSimpleName() + ": " + why.getMessage()
                        + " (expected: it and all it uses in the jar)");
    }

    private Iterable<String> search() {
        Set<String> names = new TreeSet<>();
        try (ScanResult scan = new ClassGraph()
                .overrideClasspath(jar.toString())
                .enableAnnotationInfo()
                .enableMethodInfo()
                .enableExternalClasses()
                .ignoreClassVisibility()
                .ignoreMethodVisibility()
                .scan(1)) {
            for (Mark mark : OF_CLASSES) {
                scan.getClassesWithAnnotation(mark.annotation()).forEach(found -> add(found, names));
            }
            for (Set<Mark> marks : List.of(OF_METHODS, OF_CHANNELS)) {
                marks.forEach(mark ->
                        scan.getClassesWithMethodAnnotation(mark.annotation()).forEach(found -> add(found, names)));
            }
            scan.getClassesImplementing(ClassShape.AUTHENTICATOR).forEach(found -> add(found, names));
            scan.getClassesImplementing(ClassShape.INTERCEPTOR).forEach(found -> add(found, names));
            scan.getClassesImplementing(ClassShape.SESSION_DATA).forEach(found -> add(found, names));
        }
        return names;
    }

    /** Classes inside of methods have no name by which anybody could mean them. */
    private static void add(ClassInfo found, Set<String> names) {
        if (!found.isExternalClass()
                && !found.isAnonymousInnerClass()
                && found.getFullyQualifiedDefiningMethodName() == null) {
            names.add(found.getName());
        }
    }
}
