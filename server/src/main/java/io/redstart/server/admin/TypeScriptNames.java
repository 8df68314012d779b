package io.redstart.server.admin;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What declared types are called: their simple names, and where several share one, as much more as it takes. */
final class TypeScriptNames {
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

    /** What the file declares or uses itself. */
    private static final Set<String> TAKEN = Set.of(
            "Action",
            "Api",
            "AsyncIterable",
            "Contract",
            "ErrorCode",
            "Events",
            "Partial",
            "Promise",
            "Record",
            "contract");

    /** No parameter can be called so. */
    private static final Set<String> RESERVED = Set.of(
            "arguments",
            "await",
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "debugger",
            "default",
            "delete",
            "do",
            "else",
            "enum",
            "eval",
            "export",
            "extends",
            "false",
            "finally",
            "for",
            "function",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "interface",
            "let",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "static",
            "super",
            "switch",
            "this",
            "throw",
            "true",
            "try",
            "typeof",
            "var",
            "void",
            "while",
            "with",
            "yield");

    private final Map<String, String> byKey = new HashMap<>();
    private final Set<String> given = new HashSet<>(TAKEN);

    TypeScriptNames(Collection<TsDeclaration> declarations) {
        Map<String, List<TsDeclaration>> bySimpleName = declarations.stream()
                .sorted(Comparator.comparing(TsDeclaration::key))
                .collect(Collectors.groupingBy(TsDeclaration::simpleName, TreeMap::new, Collectors.toList()));
        bySimpleName.forEach((simple, all) -> {
            if (all.size() == 1 && given.add(simple)) {
                byKey.put(all.get(0).key(), simple);
            }
        });
        bySimpleName.values().forEach(this::qualify);
    }

    String of(String key) {
        return byKey.getOrDefault(key, key);
    }

    /** A name as a property: as it is where the language allows, in quotes elsewhere. */
    static String property(String name) {
        boolean plain = IDENTIFIER.matcher(name).matches() && !name.equals("new");
        return plain ? name : quoted(name);
    }

    static String parameter(String name) {
        return RESERVED.contains(name) ? name + "_" : name;
    }

    static String quoted(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }

    private void qualify(List<TsDeclaration> all) {
        int most = all.stream().mapToInt(one -> one.qualifiers().size()).max().orElse(0);
        for (int count = 1; count <= most; count++) {
            int many = count;
            Map<String, List<TsDeclaration>> candidates = all.stream()
                    .filter(one -> !byKey.containsKey(one.key()))
                    .collect(Collectors.groupingBy(one -> name(one, many)));
            if (candidates.size() == all.size() && candidates.keySet().stream().noneMatch(given::contains)) {
                candidates.forEach(this::give);
                return;
            }
        }
        all.stream().filter(one -> !byKey.containsKey(one.key())).forEach(one -> {
            String name = name(one, most);
            while (given.contains(name)) {
                name += "_";
            }
            give(name, List.of(one));
        });
    }

    private void give(String name, List<TsDeclaration> to) {
        given.add(name);
        byKey.put(to.get(0).key(), name);
    }

    private static String name(TsDeclaration declaration, int count) {
        List<String> qualifiers = declaration.qualifiers();
        int from = Math.max(0, qualifiers.size() - count);
        return declaration.simpleName() + "_" + String.join("_", qualifiers.subList(from, qualifiers.size()));
    }
}
