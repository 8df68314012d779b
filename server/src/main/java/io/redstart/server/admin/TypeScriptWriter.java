package io.redstart.server.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a contract down. */
final class TypeScriptWriter {
    private final StringBuilder out = new StringBuilder();
    private final TypeScriptContract contract;
    private final TypeScriptNames names;
    private final boolean canonical;

    private TypeScriptWriter(TypeScriptContract contract, boolean canonical) {
        this.contract = contract;
        this.names = new TypeScriptNames(contract.declarations().values());
        this.canonical = canonical;
    }

    /**
     * Everything but the header and the hash.
     *
     * @param canonical whether to leave out comments and to sort what may stand in any order, so that the text is the
     *     same as long as names and types are
     */
    static String write(TypeScriptContract contract, boolean canonical) {
        return new TypeScriptWriter(contract, canonical).write();
    }

    private String write() {
        contract.declarations().values().stream()
                .sorted(Comparator.comparing(declaration -> names.of(declaration.key())))
                .forEach(this::declaration);
        api();
        actions();
        block(
                "export interface Events",
                contract.events().entrySet().stream()
                        .map(event -> TypeScriptNames.property(event.getKey()) + ": " + text(event.getValue()) + ";"));
        union(
                "ErrorCode",
                contract.errors().stream().map(TypeScriptNames::quoted).toList());
        boolean keys = !contract.idempotent().isEmpty();
        if (keys) {
            comment("Methods that run once with an idempotency key.", "");
            union(
                    "Idempotent",
                    contract.idempotent().stream().map(TypeScriptNames::quoted).toList());
        }
        boolean packets = !contract.up().isEmpty() || !contract.down().isEmpty();
        if (packets) {
            block(
                    "export interface Packets",
                    Stream.of("up: " + packets(contract.up()), "down: " + packets(contract.down())));
        }
        boolean channels = !contract.channels().isEmpty();
        if (channels) {
            block(
                    "export interface Channels",
                    contract.channels().entrySet().stream()
                            .map(each -> TypeScriptNames.property(each.getKey()) + ": " + channel(each.getValue())));
        }
        block(
                "export interface Contract",
                Stream.of(
                                Stream.of("api: Api;", "action: Action;", "events: Events;", "errorCode: ErrorCode;"),
                                packets ? Stream.of("packets: Packets;") : Stream.<String>empty(),
                                keys ? Stream.of("idempotent: Idempotent;") : Stream.<String>empty(),
                                channels ? Stream.of("channels: Channels;") : Stream.<String>empty())
                        .flatMap(Function.identity()));
        return out.toString();
    }

    private String channel(TypeScriptContract.Channel channel) {
        String actions = channel.actions().entrySet().stream()
                .map(action -> {
                    String type = "{ type: " + TypeScriptNames.quoted(action.getKey());
                    return action.getValue().isEmpty()
                            ? type + " }"
                            : type + "; payload: " + text(action.getValue().get(0)) + " }";
                })
                .collect(Collectors.joining(" | "));
        String events = channel.events().entrySet().stream()
                .map(event -> TypeScriptNames.property(event.getKey()) + ": " + text(event.getValue()))
                .collect(Collectors.joining("; "));
        return Stream.of(
                        "state: " + text(channel.state()),
                        "actions: " + (actions.isEmpty() ? "never" : actions),
                        "events: " + (events.isEmpty() ? "Record<never, never>" : "{ " + events + " }"))
                .collect(Collectors.joining(";\n    ", "{\n    ", ";\n  };"));
    }

    private String packets(Map<String, List<TsProperty>> packets) {
        if (packets.isEmpty()) {
            return "{};";
        }
        return packets.entrySet().stream()
                .map(packet -> "    " + TypeScriptNames.property(packet.getKey()) + ": "
                        + (packet.getValue().isEmpty()
                                ? "Record<string, never>"
                                : packet.getValue().stream()
                                        .map(field -> TypeScriptNames.property(field.name()) + typed(field))
                                        .collect(Collectors.joining("; ", "{ ", " }")))
                        + ";")
                .collect(Collectors.joining("\n", "{\n", "\n  };"));
    }

    private void declaration(TsDeclaration declaration) {
        String name = names.of(declaration.key());
        comment(declaration.doc(), "");
        TsType alias = declaration.alias();
        if (alias instanceof TsType.Union union && union.members().size() > 4) {
            union(name, members(union).toList());
        } else if (alias != null) {
            line("export type " + name + " = " + text(alias) + ";\n");
        } else if (declaration.properties().isEmpty()) {
            line("export type " + name + " = Record<string, never>;\n");
        } else {
            line("export interface " + name + " {");
            inOrder(declaration.properties().stream(), TsProperty::name).forEach(property -> {
                comment(property.doc(), "  ");
                line("  " + TypeScriptNames.property(property.name()) + typed(property) + ";");
            });
            line("}\n");
        }
    }

    private void api() {
        if (contract.bare().isEmpty() && contract.namespaces().isEmpty()) {
            line("export interface Api {}\n");
            return;
        }
        line("export interface Api {");
        for (Map.Entry<String, TypeScriptContract.Namespace> api :
                contract.namespaces().entrySet()) {
            comment(api.getValue().doc(), "  ");
            line("  " + TypeScriptNames.property(api.getKey()) + ": {");
            api.getValue().methods().values().forEach(method -> method(method, "    "));
            line("  };");
        }
        contract.bare().values().forEach(method -> method(method, "  "));
        line("}\n");
    }

    private void method(TsMethod method, String indent) {
        comment(method.doc(), indent);
        String parameters = method.parameters().stream()
                .map(parameter -> parameter.name() + typed(parameter))
                .collect(Collectors.joining(", ", "(", ")"));
        String answer = method.stream() ? "AsyncIterable" : "Promise";
        line(indent + TypeScriptNames.property(method.name()) + parameters + ": " + answer + "<" + text(method.result())
                + ">;");
    }

    private void actions() {
        List<String> members = contract.actions().entrySet().stream()
                .flatMap(action -> action(TypeScriptNames.quoted(action.getKey()), action.getValue()))
                .toList();
        union("Action", members);
    }

    private Stream<String> action(String type, List<TsType> payloads) {
        return payloads.isEmpty()
                ? Stream.of("{ type: " + type + " }")
                : payloads.stream()
                        .map(payload -> "{ type: " + type + "; payload" + (payload.allowsNull() ? "?: " : ": ")
                                + text(payload) + " }");
    }

    private void union(String name, List<String> members) {
        if (members.isEmpty()) {
            line("export type " + name + " = never;\n");
        } else {
            line(members.stream().collect(Collectors.joining("\n  | ", "export type " + name + " =\n  | ", ";\n")));
        }
    }

    private void block(String head, Stream<String> lines) {
        List<String> all = lines.toList();
        line(
                all.isEmpty()
                        ? head + " {}\n"
                        : all.stream().collect(Collectors.joining("\n  ", head + " {\n  ", "\n}\n")));
    }

    private String typed(TsProperty property) {
        return (property.optional() ? "?: " : ": ") + text(property.type());
    }

    private String text(TsType type) {
        if (type instanceof TsType.Word word) {
            return word == TsType.Word.BYTES ? "Uint8Array" : word.name().toLowerCase(Locale.ROOT);
        }
        if (type instanceof TsType.Literal literal) {
            return TypeScriptNames.quoted(literal.text());
        }
        if (type instanceof TsType.Named named) {
            return names.of(named.key());
        }
        if (type instanceof TsType.ArrayOf array) {
            return array.item() instanceof TsType.Union ? "(" + text(array.item()) + ")[]" : text(array.item()) + "[]";
        }
        if (type instanceof TsType.MapOf map) {
            String key = map.key() == null ? "string" : text(map.key());
            String record = "Record<" + key + ", " + text(map.value()) + ">";
            return map.key() == null ? record : "Partial<" + record + ">";
        }
        if (type instanceof TsType.Wrapped wrapped) {
            return wrapped.asArray()
                    ? "[" + TypeScriptNames.quoted(wrapped.name()) + ", " + text(wrapped.value()) + "]"
                    : "{ " + TypeScriptNames.property(wrapped.name()) + ": " + text(wrapped.value()) + " }";
        }
        return members((TsType.Union) type).collect(Collectors.joining(" | "));
    }

    private Stream<String> members(TsType.Union union) {
        return inOrder(union.members().stream().map(this::text), Function.identity());
    }

    private <T> Stream<T> inOrder(Stream<T> all, Function<T, String> name) {
        return canonical ? all.sorted(Comparator.comparing(name)) : all;
    }

    private void comment(String doc, String indent) {
        if (canonical || doc.isEmpty()) {
            return;
        }
        if (!doc.contains("\n") && !doc.startsWith("@")) {
            line(indent + "/** " + doc + " */");
            return;
        }
        line(indent + "/**");
        doc.lines().forEach(each -> line((indent + " * " + each).stripTrailing()));
        line(indent + " */");
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
