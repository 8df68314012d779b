package io.redstart.server;

import com.google.inject.Module;
import io.redstart.server.deploy.ClasspathBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes what a program offers in one namespace. Not safe for several threads. */
public final class NamespaceBuilder {
    private final List<Class<?>> classes = new ArrayList<>();
    private final List<Object> instances = new ArrayList<>();
    private final List<Module> modules = new ArrayList<>();
    private String secretKey = "";

    NamespaceBuilder() {}

    /**
     * Offers API classes of the program itself; also records and exceptions that go over the wire, where their types
     * should be known, and an authenticator.
     *
     * @param types the classes
     * @return this
     */
    public NamespaceBuilder api(Class<?>... types) {
        classes.addAll(List.of(types));
        return this;
    }

    /**
     * Offers an API object that is there already; it serves all sessions of the namespace.
     *
     * @param api the object
     * @return this
     */
    public NamespaceBuilder instance(Object api) {
        instances.add(api);
        return this;
    }

    /**
     * Binds what the API classes need.
     *
     * @param module a Guice module
     * @return this
     */
    public NamespaceBuilder module(Module module) {
        modules.add(module);
        return this;
    }

    /**
     * Sets the secret key, unless the settings do. Without one the server makes it.
     *
     * @param key whoever shows it is in control of the namespace, and tokens of its users are signed with it
     * @return this
     * @throws IllegalArgumentException if it is shorter than 32 bytes of UTF-8
     */
    public NamespaceBuilder secretKey(String key) {
        secretKey = new NamespaceSettings(key, null, Map.of()).secretKey();
        return this;
    }

    /** Empty for one that the server makes. */
    String secretKey() {
        return secretKey;
    }

    List<ClasspathBundle> bundles() {
        boolean given = !classes.isEmpty() || !instances.isEmpty();
        return given ? List.of(new ClasspathBundle("embedded", classes, instances, modules)) : List.of();
    }
}
