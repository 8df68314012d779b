package io.redstart.api.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A class as the rules see it.
 *
 * @param source the element it was read from
 * @param name its name as in source
 * @param kind what it is
 * @param traits what its declaration says
 * @param marks its annotations
 * @param limits how often its methods may be reached
 * @param supertypes the rules ask only for {@link #SUPERTYPES}
 * @param constructors how many there are
 * @param methods the methods it declares
 * @param delivery what {@code @Push} says of it, or null if it is not marked so
 * @param components its components, if it is a record
 */
public record ClassShape(
        Object source,
        String name,
        Kind kind,
        Set<Trait> traits,
        Map<Mark, String> marks,
        List<LimitShape> limits,
        Set<String> supertypes,
        Constructors constructors,
        List<MethodShape> methods,
        @Nullable Delivery delivery,
        List<ComponentShape> components) {
    public static final String THROWABLE = "java.lang.Throwable";
    public static final String AUTHENTICATOR = "io.redstart.api.Authenticator";
    public static final String INTERCEPTOR = "io.redstart.api.Interceptor";
    public static final String SESSION_DATA = "io.redstart.api.SessionData";
    /** What a class can be that has no mark for it. */
    public static final List<String> SUPERTYPES = List.of(THROWABLE, AUTHENTICATOR, INTERCEPTOR, SESSION_DATA);

    public ClassShape {
        traits = Set.copyOf(traits);
        marks = Map.copyOf(marks);
        limits = List.copyOf(limits);
        supertypes = Set.copyOf(supertypes);
        methods = methods.stream()
                .sorted(java.util.Comparator.comparing(MethodShape::signature))
                .toList();
        components = List.copyOf(components);
    }

    /**
     * What {@code @Push} says.
     *
     * @param keep the name of its constant
     * @param key a component, empty for none
     */
    public record Delivery(String keep, String key) {
        /** The newest wins. */
        public static final String LATEST = "LATEST";
    }

    /** What a type declaration can be. */
    public enum Kind {
        CLASS("a class"),
        RECORD("a record"),
        ENUM("an enum"),
        INTERFACE("an interface"),
        ANNOTATION("an annotation");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * Counts the constructors.
     *
     * @param open the public ones
     * @param inject those marked {@code jakarta.inject.Inject}
     */
    public record Constructors(int open, int inject) {}

    /**
     * Whether it is a class that says who a client is.
     *
     * @return true if objects of it can exist
     */
    public boolean authenticates() {
        return instantiable() && supertypes.contains(AUTHENTICATOR);
    }

    /**
     * Whether it is a class that stands around calls.
     *
     * @return true if objects of it can exist
     */
    public boolean intercepts() {
        return instantiable() && supertypes.contains(INTERCEPTOR);
    }

    /**
     * Whether it is a class of which each session has an object.
     *
     * @return true if objects of it can exist
     */
    public boolean keepsData() {
        return instantiable() && supertypes.contains(SESSION_DATA);
    }

    /**
     * Whether the rules have anything to say about it.
     *
     * @return true if it or one of its methods is marked, or the server makes it for what it implements; false for the interface of an
     *     API, through which Java clients call it
     */
    public boolean concerned() {
        if (kind == Kind.INTERFACE && marks.containsKey(Mark.API)) {
            return false;
        }
        return named() || methods.stream().anyMatch(method -> !method.handlers().isEmpty());
    }

    /**
     * Whether the server has to know it.
     *
     * @return true if it is marked, an authenticator, an interceptor or data of sessions
     */
    public boolean named() {
        return marks.containsKey(Mark.API)
                || marks.containsKey(Mark.CHANNEL_API)
                || marks.containsKey(Mark.ACTION_TYPE)
                || marks.containsKey(Mark.EVENT_TYPE)
                || marks.containsKey(Mark.PACKET)
                || marks.containsKey(Mark.PUSH)
                || marks.containsKey(Mark.ERROR_CODE)
                || authenticates()
                || intercepts()
                || keepsData();
    }

    /** Whether the server makes objects of it because of a mark. */
    boolean speaks() {
        return marks.containsKey(Mark.API) || marks.containsKey(Mark.CHANNEL_API);
    }

    boolean instantiable() {
        return (kind == Kind.CLASS || kind == Kind.RECORD) && !traits.contains(Trait.ABSTRACT);
    }
}
