package io.redstart.server.registry;

import io.redstart.api.Action;
import io.redstart.api.CallContext;
import io.redstart.api.Channels;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.api.rules.ChannelMethod;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.MethodShape;
import io.redstart.api.rules.ParameterShape;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Makes the models of a method's parameters. */
final class ParameterModels {
    private static final Map<Class<?>, ParameterModel.Role> ROLES = Map.of(
            Session.class, ParameterModel.Role.SESSION,
            Sessions.class, ParameterModel.Role.SESSIONS,
            Channels.class, ParameterModel.Role.CHANNELS,
            CallContext.class, ParameterModel.Role.CALL_CONTEXT,
            Handshake.class, ParameterModel.Role.HANDSHAKE,
            User.class, ParameterModel.Role.USER);
    private static final Set<Class<?>> OPTIONAL =
            Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    List<ParameterModel> of(MethodShape method) {
        List<ParameterModel> models = new ArrayList<>();
        for (ParameterShape shape : method.parameters()) {
            Parameter parameter = (Parameter) shape.source();
            ParameterModel.Role role = role(method, shape, parameter.getType());
            models.add(new ParameterModel(
                    models.size(),
                    shape.wireName(),
                    parameter.getParameterizedType(),
                    role,
                    shape.marks().get(Mark.DEFAULT),
                    mayBeRequired(role) && !shape.marks().containsKey(Mark.DEFAULT) && !mayBeLeftOut(parameter)));
        }
        return models;
    }

    private static ParameterModel.Role role(MethodShape method, ParameterShape parameter, Class<?> type) {
        if (method.ofChannels()) {
            return new ChannelMethod(method).isState(parameter)
                    ? ParameterModel.Role.STATE
                    : ChannelMethod.isName(parameter)
                            ? ParameterModel.Role.CHANNEL
                            : ROLES.getOrDefault(type, ParameterModel.Role.WIRE);
        }
        boolean binary =
                method.marks().containsKey(Mark.ON_PACKET) || method.marks().containsKey(Mark.ON_BINARY);
        if (binary && !ROLES.containsKey(type)) {
            return type == String.class ? ParameterModel.Role.PACKET_NAME : ParameterModel.Role.PACKET;
        }
        boolean whole = type == Action.class && method.marks().containsKey(Mark.ON_ACTION);
        return whole ? ParameterModel.Role.ACTION : ROLES.getOrDefault(type, ParameterModel.Role.WIRE);
    }

    /** What the client sends, who it is, and the state: everything else is always there. */
    private static boolean mayBeRequired(ParameterModel.Role role) {
        return role == ParameterModel.Role.WIRE
                || role == ParameterModel.Role.USER
                || role == ParameterModel.Role.STATE;
    }

    private static boolean mayBeLeftOut(Parameter parameter) {
        return !parameter.getType().isPrimitive()
                && (OPTIONAL.contains(parameter.getType())
                        || Nullness.nullable(parameter, parameter.getAnnotatedType()));
    }
}
