package io.redstart.api.rules;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a method that is marked looks like. */
final class MethodRules {
    private final ClassShape owner;
    private final MethodShape method;
    private final Findings findings;

    MethodRules(ClassShape owner, MethodShape method, Findings findings) {
        this.owner = owner;
        this.method = method;
        this.findings = findings;
    }

    void check() {
        List<Mark> handlers = method.handlers();
        concurrent(handlers);
        maxMessage(handlers);
        new GuardRules(findings).check(owner, method);
        if (handlers.isEmpty()) {
            return;
        }
        Mark needed = method.ofChannels() ? Mark.CHANNEL_API : Mark.API;
        if (!owner.marks().containsKey(needed)) {
            add(handlers.get(0) + ": in a class without " + needed + " (expected: " + needed + " on the class)");
            return;
        }
        if (handlers.size() > 1) {
            add("marks: " + handlers.stream().map(Mark::toString).collect(Collectors.joining(" and "))
                    + " (expected: one of them)");
            return;
        }
        form(handlers.get(0));
        handler(handlers.get(0));
    }

    private void concurrent(List<Mark> handlers) {
        if (!method.marks().containsKey(Mark.CONCURRENT)) {
            return;
        }
        if (!handlers.contains(Mark.CALL)) {
            add("@Concurrent: without @Call (expected: on a method marked @Call)");
        } else if (owner.marks().containsKey(Mark.API) && !owner.marks().containsKey(Mark.SINGLETON)) {
            add("@Concurrent: one object a session (expected: jakarta.inject.Singleton on the class)");
        }
    }

    private void maxMessage(List<Mark> handlers) {
        if (!method.marks().containsKey(Mark.MAX_MESSAGE)) {
            return;
        }
        if (!handlers.contains(Mark.CALL)) {
            add("@MaxMessage: without @Call (expected: on a method marked @Call)");
        }
        addIf(MessageSize.mistake(method.marks()));
    }

    private void form(Mark handler) {
        if (!method.traits().contains(Trait.PUBLIC)) {
            add("access: not public (expected: public)");
        }
        if (method.traits().contains(Trait.STATIC)) {
            if (handler != Mark.REDUCER) {
                add("modifier: static (expected: none)");
            }
        } else if (handler == Mark.REDUCER && !owner.marks().containsKey(Mark.SINGLETON)) {
            add(
                    "modifier: none, with one object a session (expected: static, or jakarta.inject.Singleton on the class)");
        }
        if (method.traits().contains(Trait.ABSTRACT)) {
            add("modifier: abstract (expected: none)");
        }
        if (method.traits().contains(Trait.GENERIC)) {
            add("type parameters: of its own (expected: none)");
        }
    }

    private void handler(Mark handler) {
        ParameterRules parameters = new ParameterRules(owner, method, findings);
        switch (handler) {
            case CALL -> {
                addIf(Names.name(method.wireName()));
                parameters.ofCall();
                addIf(AnswerRules.call(method.result()));
            }
            case ON_ACTION -> {
                addIf(MessageType.mistake(method));
                parameters.ofMessage("action");
                addIf(AnswerRules.action(method.result()));
            }
            case ON_EVENT -> {
                addIf(MessageType.mistake(method));
                parameters.ofMessage("event");
                addIf(AnswerRules.message("an event", method.result()));
            }
            case ON_JOIN, ON_PUBLISH, ON_SET, REDUCER -> new ChannelMethodRules(owner, method, findings).check(handler);
            case ON_PACKET -> {
                parameters.ofPacket();
                addIf(AnswerRules.message("a packet", method.result()));
            }
            case ON_TEXT -> {
                parameters.ofText();
                addIf(AnswerRules.message("a text", method.result()));
            }
            case ON_JSON -> {
                parameters.ofMessage("JSON");
                addIf(AnswerRules.message("JSON", method.result()));
            }
            case ON_BINARY -> {
                parameters.ofBinary();
                addIf(AnswerRules.message("what is sent", method.result()));
            }
            default -> {
                parameters.ofHook();
                addIf(AnswerRules.hook(method.result()));
            }
        }
    }

    private void addIf(@Nullable String mistake) {
        if (mistake != null) {
            add(mistake);
        }
    }

    private void add(String what) {
        findings.add(owner, method, what);
    }
}
