package io.redstart.api.rules;

import org.jspecify.annotations.Nullable;

/** What a marked method may return; each check answers with the text of the mistake, or null. */
final class AnswerRules {
    private static final String VOID = "void";

    private AnswerRules() {}

    static @Nullable String call(TypeShape result) {
        String stream = Types.PRIMITIVE_STREAMS.get(result.name());
        if (stream != null) {
            return returns(result, stream);
        }
        Answer answer = Answer.of(result);
        TypeShape item = answer.item();
        if (item == null || Types.convertible(item)) {
            return null;
        }
        return Answer.of(item).kind() == Answer.Kind.VALUE
                ? returns(result, "a type that converts to JSON")
                : returns(result, "a stage or a stream of values, not one in another");
    }

    static @Nullable String action(TypeShape result) {
        return Answer.of(result).kind() == Answer.Kind.STREAM
                ? returns(result, "a value, a CompletionStage or void, since an action has one answer")
                : call(result);
    }

    static @Nullable String message(String what, TypeShape result) {
        Answer answer = Answer.of(result);
        boolean right = result.name().equals(VOID)
                || (answer.kind() == Answer.Kind.STAGE
                        && answer.item() != null
                        && answer.item().name().equals("java.lang.Void"));
        return right ? null : returns(result, "void or CompletionStage<Void>, since " + what + " has no answer");
    }

    static @Nullable String hook(TypeShape result) {
        return result.name().equals(VOID) ? null : returns(result, VOID);
    }

    private static String returns(TypeShape result, String expected) {
        return "returns: " + result.text() + " (expected: " + expected + ")";
    }
}
