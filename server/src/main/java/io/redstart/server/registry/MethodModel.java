package io.redstart.server.registry;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;

/**
 * One method that a client can reach.
 *
 * @param target what the client says: {@code todos.add}, {@code clap}, an action's type or an event's name
 * @param method the method
 * @param parameters all its parameters in their order
 * @param answer how it answers
 * @param resultType what the client gets: the value's type, the stage's, or the item's; {@code void.class} for none
 * @param concurrent whether other calls of the session may run meanwhile
 * @param nonBlocking whether it may run on the thread that read the message
 * @param guards what stands before it
 * @param maxMessage the largest message it takes, in bytes; 0 for what every method takes
 * @param doc its documentation comment, empty if unknown
 */
public record MethodModel(
        String target,
        Method method,
        List<ParameterModel> parameters,
        Answer answer,
        Type resultType,
        boolean concurrent,
        boolean nonBlocking,
        Guards guards,
        int maxMessage,
        String doc) {
    public MethodModel {
        parameters = List.copyOf(parameters);
    }

    /** The same for others. */
    MethodModel with(Access access) {
        Guards other = new Guards(access, guards.limits(), guards.sharedLimits(), guards.idempotent());
        return new MethodModel(
                target, method, parameters, answer, resultType, concurrent, nonBlocking, other, maxMessage, doc);
    }

    /** A method before which nothing stands. */
    public MethodModel(
            String target,
            Method method,
            List<ParameterModel> parameters,
            Answer answer,
            Type resultType,
            boolean concurrent,
            boolean nonBlocking,
            String doc) {
        this(target, method, parameters, answer, resultType, concurrent, nonBlocking, Guards.NONE, 0, doc);
    }

    /** How a method answers. */
    public enum Answer {
        /** A value, or nothing, when it returns. */
        VALUE,
        /** When its {@code CompletionStage} completes. */
        STAGE,
        /** Item by item. */
        STREAM
    }
}
