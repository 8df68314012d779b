package io.redstart.api.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules for the classes of one jar: each by itself, and what no two of them may share. */
public final class BundleRules {
    private final Findings findings = new Findings();
    private final Map<String, String> apis = new HashMap<>();
    private final Map<String, String> channels = new HashMap<>();
    private final Map<String, String> targets = new HashMap<>();
    private final Map<String, String> handlers = new HashMap<>();
    private final Map<Mark, Map<String, String>> types = Map.of(
            Mark.ACTION_TYPE, new HashMap<>(),
            Mark.EVENT_TYPE, new HashMap<>(),
            Mark.PACKET, new HashMap<>());
    private @Nullable String authenticator;

    private BundleRules() {}

    /**
     * Checks the classes of a jar.
     *
     * @param classes in any order
     * @return every rule that is not kept, by class and method
     */
    public static List<Finding> check(Collection<ClassShape> classes) {
        BundleRules rules = new BundleRules();
        List<ClassShape> sorted =
                classes.stream().sorted(Comparator.comparing(ClassShape::name)).toList();
        sorted.forEach(shape -> new ClassRules(shape, rules.findings).check());
        sorted.forEach(rules::names);
        sorted.forEach(rules::methods);
        return rules.findings.sorted();
    }

    private void names(ClassShape shape) {
        String api = shape.marks().getOrDefault(Mark.API, "");
        if (!api.isEmpty()) {
            taken("name", api, apis.putIfAbsent(api, shape.name()), shape);
        }
        String pattern = shape.marks().get(Mark.CHANNEL_API);
        if (pattern != null) {
            String other = channels.putIfAbsent(pattern.toLowerCase(Locale.ROOT), shape.name());
            taken("channels", pattern, other, shape);
        }
        types.forEach((mark, owners) -> {
            String type = mark == Mark.PACKET
                    ? PacketMark.name(shape.marks())
                    : shape.marks().get(mark);
            if (type != null) {
                taken("type", type, owners.putIfAbsent(type, shape.name()), shape);
            }
        });
        if (shape.authenticates()) {
            if (authenticator != null) {
                findings.add(
                        shape, "authenticator: a second one (expected: one in a jar, and " + authenticator + " is it)");
            } else {
                authenticator = shape.name();
            }
        }
    }

    private void methods(ClassShape shape) {
        String api = shape.marks().get(Mark.API);
        if (api == null || !(api.isEmpty() || shape.name().equals(apis.get(api)))) {
            return;
        }
        for (MethodShape method : shape.methods()) {
            String where = Findings.where(shape, method);
            if (method.marks().containsKey(Mark.CALL)) {
                String name = method.wireName();
                String owner = api.isEmpty() ? apis.get(name) : null;
                String target = api.isEmpty() ? name : api + "." + name;
                String other = targets.putIfAbsent(target, where);
                taken("name", name, owner == null ? other : owner, shape, method);
            }
            String type = method.marks().containsKey(Mark.ON_ACTION) ? MessageType.of(method) : null;
            if (type != null) {
                taken("type", type, handlers.putIfAbsent(type, where), shape, method);
            }
        }
    }

    private void taken(String what, String value, @Nullable String by, ClassShape shape) {
        if (by != null) {
            findings.add(shape, what + ": '" + value + "' (expected: another, " + by + " has it)");
        }
    }

    private void taken(String what, String value, @Nullable String by, ClassShape shape, MethodShape method) {
        if (by != null) {
            findings.add(shape, method, what + ": '" + value + "' (expected: another, " + by + " has it)");
        }
    }
}
