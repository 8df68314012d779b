package io.redstart.server.admin;

import io.redstart.protocol.packet.FieldType;
import io.redstart.protocol.packet.PacketField;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.server.admin.TsDeclaration.Direction;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.ChannelModel;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.PacketModel;
import io.redstart.server.registry.ParameterModel;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Gathers what bundles offer. */
final class TypeScriptCollector {
    /** What the protocol itself answers with. */
    private static final List<String> BUILT_IN = List.of(
            "bad_message",
            "cancelled",
            "conflict",
            "forbidden",
            "internal",
            "invalid",
            "not_found",
            "overloaded",
            "rate_limited",
            "timeout",
            "token_expired",
            "too_large",
            "too_many_sessions",
            "unauthenticated",
            "unavailable",
            "unknown_outcome");

    private final TypeScriptContract contract = new TypeScriptContract(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeSet<>(BUILT_IN),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeSet<>(),
            new TreeMap<>());

    TypeScriptContract contract() {
        return contract;
    }

    void add(Bundle bundle) {
        JacksonTypes types = new JacksonTypes(bundle);
        BundleModel model = bundle.model();
        model.apis().forEach(api -> add(api, new TypeScriptMethods(types)));
        model.actions().forEach(action -> action(action.name(), payload(action.type(), types)));
        model.apis().forEach(api -> api.onAction().forEach(handler -> handled(model, handler, types)));
        model.apis().stream()
                .flatMap(api -> Stream.ofNullable(api.channels()))
                .forEach(channels -> contract.channels().put(channels.pattern(), channel(channels, types)));
        model.events()
                .forEach(event -> contract.events()
                        .merge(
                                event.name(),
                                types.of(event.type(), null, Direction.OUT),
                                (a, b) -> TsType.either(Stream.of(a, b))));
        model.errors().forEach(error -> contract.errors().add(error.name()));
        for (PacketModel packet : model.packets()) {
            if (packet.isUp()) {
                contract.up().put(packet.schema().name(), fields(packet, types, Direction.IN));
            }
            if (packet.isDown()) {
                contract.down().put(packet.schema().name(), fields(packet, types, Direction.OUT));
            }
        }
        types.declarations().forEach((key, one) -> contract.declarations().merge(key, one, TsDeclaration::and));
    }

    private static TypeScriptContract.Channel channel(ChannelModel model, JacksonTypes types) {
        Stream<Type> made =
                model.reducers().stream().map(reducer -> reducer.method().resultType());
        Stream<Type> set = Stream.ofNullable(model.onSet()).map(TypeScriptCollector::taken);
        List<TsType> states = Stream.concat(
                        made.map(type -> types.of(type, null, Direction.OUT)),
                        set.flatMap(type -> bothWays(type, types)))
                .toList();
        TypeScriptContract.Channel channel = new TypeScriptContract.Channel(
                states.isEmpty() ? TsType.Word.UNKNOWN : TsType.either(states.stream()),
                new TreeMap<>(),
                new TreeMap<>());
        Stream.of(model.onAction(), model.reducers())
                .flatMap(List::stream)
                .forEach(said -> channel.actions().put(said.type(), payload(taken(said.method()), types)));
        model.onEvent()
                .forEach(said ->
                        channel.events().put(said.type(), TsType.either(bothWays(taken(said.method()), types))));
        return channel;
    }

    private static Type taken(MethodModel method) {
        return method.parameters().stream()
                .filter(parameter -> parameter.role() == ParameterModel.Role.WIRE)
                .map(ParameterModel::type)
                .findFirst()
                .orElse(Object.class);
    }

    private static List<TsType> payload(Type type, JacksonTypes types) {
        return type instanceof Class<?> record && record.getRecordComponents().length == 0
                ? List.of()
                : List.of(TsType.either(bothWays(type, types)));
    }

    /** Clients send it, and are told it. */
    private static Stream<TsType> bothWays(Type type, JacksonTypes types) {
        return Stream.of(types.of(type, null, Direction.IN), types.of(type, null, Direction.OUT));
    }

    private static List<TsProperty> fields(PacketModel packet, JacksonTypes types, Direction direction) {
        RecordComponent[] components = packet.type().getRecordComponents();
        List<TsProperty> fields = new ArrayList<>();
        for (PacketField field : packet.schema().fields()) {
            RecordComponent component = components[fields.size()];
            TsType type = field.type() == FieldType.JSON
                    ? types.of(component.getGenericType(), component.getAnnotatedType(), direction)
                    : plain(field.type());
            fields.add(new TsProperty(field.name(), type, false, ""));
        }
        return fields;
    }

    void add(PacketSettings packets) {
        packets.toServer().forEach(schema -> contract.up().put(schema.name(), fields(schema)));
        packets.toClients().forEach(schema -> contract.down().put(schema.name(), fields(schema)));
    }

    private static List<TsProperty> fields(PacketSchema schema) {
        return schema.fields().stream()
                .map(field -> new TsProperty(field.name(), plain(field.type()), false, ""))
                .toList();
    }

    private static TsType plain(FieldType type) {
        return switch (type) {
            case STR -> TsType.Word.STRING;
            case BYTES -> TsType.Word.BYTES;
            case BOOL -> TsType.Word.BOOLEAN;
            case INT64, UINT64 -> TsType.Word.BIGINT;
            case JSON -> TsType.Word.UNKNOWN;
            default -> TsType.Word.NUMBER;
        };
    }

    private void add(ApiModel api, TypeScriptMethods methods) {
        String doc = TypeScriptDocs.of(api.doc(), Map.of());
        for (MethodModel model : api.methods()) {
            TsMethod method = methods.of(model);
            if (model.guards().idempotent()) {
                contract.idempotent().add(model.target());
            }
            if (api.name().isEmpty()) {
                contract.bare().put(method.name(), method);
            } else {
                contract.namespaces()
                        .computeIfAbsent(api.name(), unused -> new TypeScriptContract.Namespace(doc, new TreeMap<>()))
                        .methods()
                        .put(method.name(), method);
            }
        }
    }

    /** A record without components is no payload. */
    private static List<TsType> payload(Class<?> type, JacksonTypes types) {
        return type.isRecord() && type.getRecordComponents().length == 0
                ? List.of()
                : List.of(types.of(type, null, Direction.OUT));
    }

    private void action(String type, List<TsType> payload) {
        contract.actions().merge(type, payload, (known, more) -> {
            List<TsType> all = new ArrayList<>(known);
            more.stream().filter(one -> !known.contains(one)).forEach(all::add);
            return all;
        });
    }

    /** What a client may dispatch: with the payload of the record of that type, or else of the handler's parameter. */
    private void handled(BundleModel model, MethodModel handler, JacksonTypes types) {
        List<TsType> payload = handler.parameters().stream()
                .filter(parameter -> parameter.role() == ParameterModel.Role.WIRE)
                .map(parameter -> types.of(
                        parameter.type(),
                        handler.method().getParameters()[parameter.index()].getAnnotatedType(),
                        Direction.IN))
                .toList();
        boolean whole =
                handler.parameters().stream().anyMatch(parameter -> parameter.role() == ParameterModel.Role.ACTION);
        boolean declared = model.actions().stream().anyMatch(one -> one.name().equals(handler.target()));
        if (!declared) {
            action(handler.target(), whole ? List.of(TsType.Word.UNKNOWN) : payload);
        }
    }
}
