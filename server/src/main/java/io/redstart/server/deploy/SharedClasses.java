package io.redstart.server.deploy;

import java.util.List;

/**
 * What a bundle sees beside its own jar: the JDK, and of the server only the types that both sides must mean the same
 * by. Classes alone, no resources.
 */
final class SharedClasses extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String BLACKBIRD = "tools.jackson.module.blackbird.";

    /** Names that begin so come from the server, even if the jar carries a copy. */
    private static final List<String> SHARED = List.of(
            // what an API is written against
            "io.redstart.api.",
            "jakarta.",
            "com.fasterxml.jackson.annotation.",
            "org.slf4j.",
            "org.jspecify.annotations.",
            // the injector that runs a bundle's modules is the server's, so its Module must be the server's too;
            // aopalliance, because Guice's Binder mentions its types
            "com.google.inject.",
            "org.aopalliance.");

    private final ClassLoader server;
    private final boolean withBlackbird;

    /**
     * A view of the server.
     *
     * @param server the loader of the server's own classes
     * @param withBlackbird whether to show what the mapper's fast access to a bundle's records refers to; not to a jar
     *     that brings its own, which goes with its own Jackson
     */
    SharedClasses(ClassLoader server, boolean withBlackbird) {
        super("redstart-shared", ClassLoader.getPlatformClassLoader());
        this.server = server;
        this.withBlackbird = withBlackbird;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (SHARED.stream().anyMatch(name::startsWith) || (withBlackbird && name.startsWith(BLACKBIRD))) {
            return server.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }
}
