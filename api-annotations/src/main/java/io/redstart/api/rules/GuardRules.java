package io.redstart.api.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What may be said of who may call, how often, and whether twice. */
final class GuardRules {
    private static final List<Mark> ROLES = List.of(Mark.ROLES_ALLOWED, Mark.PERMIT_ALL, Mark.DENY_ALL);

    private final Findings findings;

    GuardRules(Findings findings) {
        this.findings = findings;
    }

    void check(ClassShape shape) {
        Consumer<String> to = what -> findings.add(shape, what);
        if (!shape.speaks()) {
            said(shape.marks().keySet(), shape.limits())
                    .forEach(
                            mark -> to.accept(mark + ": without @Api or @ChannelApi (expected: on a class marked so)"));
            return;
        }
        roles(shape.marks(), to);
        limits(shape.limits(), to);
    }

    void check(ClassShape owner, MethodShape method) {
        Consumer<String> to = what -> findings.add(owner, method, what);
        if (!method.reached()) {
            said(method.marks().keySet(), method.limits())
                    .forEach(
                            mark -> to.accept(
                                    mark
                                            + ": without @Call, @OnAction, @OnEvent, @OnPacket or the like (expected: on a method that clients reach)"));
        } else {
            roles(method.marks(), to);
            limits(method.limits(), to);
        }
        idempotent(method, to);
    }

    private static Stream<Mark> said(Set<Mark> marks, List<LimitShape> limits) {
        return Stream.concat(
                ROLES.stream().filter(marks::contains), limits.isEmpty() ? Stream.empty() : Stream.of(Mark.RATE_LIMIT));
    }

    private static void roles(Map<Mark, String> marks, Consumer<String> to) {
        List<Mark> said = ROLES.stream().filter(marks::containsKey).toList();
        if (said.size() > 1) {
            to.accept("marks: " + said.stream().map(Mark::toString).collect(Collectors.joining(" and "))
                    + " (expected: one of them)");
        }
        String roles = marks.get(Mark.ROLES_ALLOWED);
        if (roles == null) {
            return;
        }
        if (roles.isEmpty()) {
            to.accept("@RolesAllowed: no role (expected: at least one, or @DenyAll)");
        } else if (List.of(roles.split("\n", -1)).stream().anyMatch(String::isBlank)) {
            to.accept("@RolesAllowed: a role without a name (expected: a name)");
        }
    }

    private static void limits(List<LimitShape> limits, Consumer<String> to) {
        List<String> said = new ArrayList<>();
        for (LimitShape limit : limits) {
            if (limit.permits() < 1 || limit.permits() > LimitShape.MOST) {
                said.add("permits is " + limit.permits() + " (expected: 1 to " + LimitShape.MOST + ")");
            }
            if (limit.perMillis() == 0) {
                said.add("per is '" + limit.per() + "' (expected: such as 500ms, 1s, 5m or 1h, at most 24h)");
            }
            if (limit.burst() < 0 || limit.burst() > LimitShape.MOST) {
                said.add("burst is " + limit.burst() + " (expected: 1 to " + LimitShape.MOST + ", or 0)");
            }
        }
        said.forEach(what -> to.accept("@RateLimit: " + what));
    }

    private static void idempotent(MethodShape method, Consumer<String> to) {
        if (!method.marks().containsKey(Mark.IDEMPOTENT)) {
            return;
        }
        if (!method.marks().containsKey(Mark.CALL)) {
            to.accept("@Idempotent: without @Call (expected: on a method marked @Call)");
        } else if (Answer.of(method.result()).kind() == Answer.Kind.STREAM) {
            to.accept("@Idempotent: answers with a stream (expected: a value or a CompletionStage)");
        }
    }
}
