package io.redstart.server.registry;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.stream.Stream;

/** What the parameters of a method are called in the source: as the index says, or else as reflection does. */
final class ParameterNames {
    private final BundleIndex index;

    ParameterNames(BundleIndex index) {
        this.index = index;
    }

    List<String> of(Method method) {
        List<String> known = index.parameters().get(method.getDeclaringClass().getName() + "#" + method.getName());
        return known != null && known.size() == method.getParameterCount()
                ? known
                : Stream.of(method.getParameters()).map(Parameter::getName).toList();
    }
}
