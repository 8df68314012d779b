package io.redstart.server.door.seneca;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.server.door.JsonMembers;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.ParameterModel;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A method that acts call: its parameters are given by name, in snake case or camel case. Whatever else an act says is
 * passed over, as Seneca does.
 *
 * @param model how it is called
 * @param parameters the names of those that clients give
 */
record ActTarget(MethodModel model, List<Parameter> parameters) {
    /**
     * A parameter that clients give.
     *
     * @param name its name
     * @param camel its name in camel case
     * @param member its name as the beginning of a member
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Parameter(String name, String camel, byte[] member) {
        static Parameter of(String name) {
            return new Parameter(
                    name,
                    ActNames.camelCase(name),
                    (JsonMapper.shared().writeValueAsString(name) + ":").getBytes(UTF_8));
        }
    }

    static ActTarget of(MethodModel method) {
        return new ActTarget(
                method,
                method.parameters().stream()
                        .filter(parameter -> parameter.role() == ParameterModel.Role.WIRE)
                        .map(parameter -> Parameter.of(parameter.name()))
                        .toList());
    }

    String name() {
        return model.target();
    }

    /**
     * Writes the arguments of a call as an object.
     *
     * @param act what it says
     * @param bytes holds it
     * @param out takes the object
     */
    void writeArguments(JsonMembers act, byte[] bytes, ByteArrayOutputStream out) {
        int[] given = new int[parameters.size()];
        boolean[] exact = new boolean[given.length];
        Arrays.fill(given, -1);
        for (int index = 0; index < act.count(); index++) {
            String name = act.name(index);
            if (name.equals("role") || name.equals("cmd")) {
                continue; // they have said which method it is
            }
            String camel = ActNames.camelCase(name);
            for (int at = 0; at < given.length; at++) {
                boolean same = parameters.get(at).name().equals(name);
                if (same || (!exact[at] && parameters.get(at).camel().equals(camel))) {
                    given[at] = index;
                    exact[at] = same;
                }
            }
        }
        out.write('{');
        boolean more = false;
        for (int at = 0; at < given.length; at++) {
            if (given[at] >= 0) {
                if (more) {
                    out.write(',');
                }
                more = true;
                out.writeBytes(parameters.get(at).member());
                out.write(bytes, act.from(given[at]), act.length(given[at]));
            }
        }
        out.write('}');
    }
}
