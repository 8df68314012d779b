package io.redstart.server.deploy;

import com.google.inject.Binder;
import com.google.inject.Binding;
import com.google.inject.ConfigurationException;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.TypeLiteral;
import com.google.inject.binder.ScopedBindingBuilder;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.Element;
import com.google.inject.spi.HasDependencies;
import com.google.inject.spi.InjectionPoint;
import com.google.inject.spi.LinkedKeyBinding;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Binds the classes of a bundle that no module binds to their one public constructor. Guice by itself asks for an
 * {@code @Inject} there, which is of no use where there is only one to choose.
 */
final class ConstructorBindings implements Module {
    private final Collection<Class<?>> roots;
    private final Collection<Class<?>> single;
    private final List<Element> elements;
    private final Set<Key<?>> known = new HashSet<>();
    private final Deque<Key<?>> open = new ArrayDeque<>();

    /**
     * Prepares the bindings.
     *
     * @param roots the classes the server asks for
     * @param single those of them that are made once even if they do not say so
     * @param elements what the bundle's modules say
     */
    ConstructorBindings(Collection<Class<?>> roots, Collection<Class<?>> single, List<Element> elements) {
        this.roots = List.copyOf(roots);
        this.single = List.copyOf(single);
        this.elements = List.copyOf(elements);
    }

    @Override
    public void configure(Binder binder) {
        for (Element element : elements) {
            if (element instanceof Binding<?> binding) {
                known.add(binding.getKey());
            }
        }
        for (Element element : elements) {
            if (element instanceof LinkedKeyBinding<?> linked) {
                open.add(linked.getLinkedKey());
            }
            if (element instanceof HasDependencies dependent) {
                dependent.getDependencies().forEach(dependency -> open.add(dependency.getKey()));
            }
        }
        roots.forEach(root -> open.add(Key.get(root)));
        while (!open.isEmpty()) {
            visit(binder, open.remove());
        }
    }

    private void visit(Binder binder, Key<?> asked) {
        Key<?> key = provided(asked);
        Class<?> type = key.getTypeLiteral().getRawType();
        boolean ours = key.getAnnotationType() == null
                && key.getTypeLiteral().getType() instanceof Class
                && !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers())
                && roots.stream().anyMatch(root -> root.getClassLoader() == type.getClassLoader());
        if (!ours || !known.add(key)) {
            return;
        }
        Constructor<?> constructor = marked(type) ? null : onlyPublic(type);
        if (constructor == null) {
            scope(type, binder.bind(type));
            follow(() -> Stream.of(InjectionPoint.forConstructorOf(type)));
        } else {
            bind(binder, type, constructor);
            follow(() -> Stream.of(InjectionPoint.forConstructor(constructor)));
        }
        follow(() -> InjectionPoint.forInstanceMethodsAndFields(type).stream());
    }

    /** Looks at what injection points ask for; if they are wrong, Guice says so when it makes the injector. */
    private void follow(Supplier<Stream<InjectionPoint>> points) {
        try {
            points.get()
                    .flatMap(point -> point.getDependencies().stream())
                    .map(Dependency::getKey)
                    .forEach(open::add);
        } catch (ConfigurationException e) {
            // told by the injector, together with all else that is wrong
            return;
        }
    }

    private <T> void bind(Binder binder, Class<T> type, Constructor<?> constructor) {
        @SuppressWarnings("unchecked") // a class's constructors make objects of the class
        Constructor<T> own = (Constructor<T>) constructor;
        scope(type, binder.bind(type).toConstructor(own));
    }

    private void scope(Class<?> type, ScopedBindingBuilder binding) {
        if (single.contains(type)) {
            binding.in(Singleton.class);
        }
    }

    private static boolean marked(Class<?> type) {
        return Stream.of(type.getDeclaredConstructors())
                .anyMatch(constructor -> constructor.isAnnotationPresent(jakarta.inject.Inject.class)
                        || constructor.isAnnotationPresent(com.google.inject.Inject.class));
    }

    private static @Nullable Constructor<?> onlyPublic(Class<?> type) {
        Constructor<?>[] all = type.getConstructors();
        return all.length == 1 ? all[0] : null;
    }

    /** Looks through a {@code Provider} at what it provides. */
    private static Key<?> provided(Key<?> key) {
        TypeLiteral<?> type = key.getTypeLiteral();
        return Provider.class.isAssignableFrom(type.getRawType())
                        && type.getType() instanceof ParameterizedType generic
                        && generic.getActualTypeArguments().length == 1
                ? key.ofType(generic.getActualTypeArguments()[0])
                : key;
    }
}
