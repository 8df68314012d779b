package io.redstart.api.rules;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the methods of a class that speaks for channels must not say twice, or against one another. */
final class ChannelRules {
    private static final List<Mark> GUARDS =
            List.of(Mark.ROLES_ALLOWED, Mark.PERMIT_ALL, Mark.DENY_ALL, Mark.RATE_LIMIT, Mark.RATE_LIMITS);

    private final ClassShape shape;
    private final Findings findings;
    private final Map<Mark, String> single = new EnumMap<>(Mark.class);
    private final Map<String, String> published = new HashMap<>();
    private final Map<String, String> reduced = new HashMap<>();
    private @Nullable TypeShape state;
    private String stateBy = "";

    ChannelRules(ClassShape shape, Findings findings) {
        this.shape = shape;
        this.findings = findings;
    }

    void check() {
        List<MethodShape> methods = shape.methods().stream()
                .filter(method -> method.handlers().size() == 1 && method.ofChannels())
                .toList();
        methods.forEach(this::check);
        methods.stream()
                .filter(method -> method.marks().containsKey(Mark.REDUCER))
                .forEach(this::guards);
    }

    private void check(MethodShape method) {
        Mark handler = method.handlers().get(0);
        String where = Findings.where(shape, method);
        if (handler == Mark.ON_JOIN || handler == Mark.ON_SET) {
            String other = single.putIfAbsent(handler, where);
            if (other != null) {
                add(method, handler + ": a second one (expected: one in a class, and " + other + " is it)");
            }
        } else {
            Map<String, String> owners = handler == Mark.REDUCER ? reduced : published;
            new ChannelMethod(method).types().forEach((mark, type) -> {
                String other = owners.putIfAbsent(mark + " " + type, where);
                if (other != null) {
                    add(method, "type: '" + type + "' (expected: another, " + other + " has it)");
                }
            });
        }
        new ChannelMethod(method).state().filter(ChannelMethod::isRecord).ifPresent(type -> state(method, type, where));
    }

    private void state(MethodShape method, TypeShape type, String where) {
        TypeShape known = state;
        if (known == null) {
            state = type;
            stateBy = where;
        } else if (!known.text().equals(type.text()) || !known.name().equals(type.name())) {
            add(method, "state: " + type.text() + " (expected: " + known.text() + ", as in " + stateBy + ")");
        }
    }

    /** Who may is said in one place. */
    private void guards(MethodShape method) {
        Stream<String> also = new ChannelMethod(method)
                .types().entrySet().stream().map(type -> published.get(type.getKey() + " " + type.getValue()));
        also.filter(java.util.Objects::nonNull)
                .forEach(asked -> GUARDS.stream()
                        .filter(method.marks()::containsKey)
                        .forEach(mark -> add(
                                method,
                                mark + ": is asked for nowhere (expected: on " + asked + ", which is asked first)")));
    }

    private void add(MethodShape method, String what) {
        findings.add(shape, method, what);
    }
}
