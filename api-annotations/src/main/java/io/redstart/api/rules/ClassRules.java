package io.redstart.api.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a class that is marked looks like. */
final class ClassRules {
    private final ClassShape shape;
    private final Findings findings;

    ClassRules(ClassShape shape, Findings findings) {
        this.shape = shape;
        this.findings = findings;
    }

    void check() {
        if (shape.speaks()) {
            form();
            api();
            channels();
        } else if (shape.authenticates() || shape.intercepts() || shape.keepsData()) {
            form();
        }
        data();
        new GuardRules(findings).check(shape);
        type(Mark.ACTION_TYPE);
        type(Mark.EVENT_TYPE);
        new PacketRules(shape, findings).check();
        push();
        error();
        if (shape.kind() == ClassShape.Kind.CLASS
                || shape.kind() == ClassShape.Kind.RECORD
                || !shape.marks().containsKey(Mark.API)) {
            shape.methods().forEach(method -> new MethodRules(shape, method, findings).check());
        }
    }

    private void api() {
        if (!shape.marks().containsKey(Mark.API)) {
            return;
        }
        addIf(MessageSize.mistake(shape.marks()));
        String name = shape.marks().getOrDefault(Mark.API, "");
        addIf(name.isEmpty() ? null : Names.name(name));
        if (shape.methods().stream().allMatch(method -> method.handlers().isEmpty() || method.ofChannels())) {
            add("methods: none marked (expected: at least one @Call, @OnAction, @OnEvent, @OnPacket, @OnText, @OnJson,"
                    + " @OnBinary, @OnOpen or @OnClose)");
        }
    }

    private void data() {
        if (!shape.keepsData()) {
            return;
        }
        if (shape.marks().containsKey(Mark.SINGLETON)) {
            add("@Singleton: on data of sessions (expected: none, each session has an object)");
        }
        if (shape.marks().containsKey(Mark.API)) {
            add("@Api: on data of sessions (expected: a class of its own)");
        }
    }

    private void channels() {
        String pattern = shape.marks().get(Mark.CHANNEL_API);
        if (pattern == null) {
            return;
        }
        addIf(Names.channels(pattern));
        if (shape.methods().stream().noneMatch(MethodShape::ofChannels)) {
            add("methods: none marked (expected: at least one @OnJoin, @OnPublish, @OnSet or @Reducer)");
        }
        new ChannelRules(shape, findings).check();
    }

    /** Whether the server can make objects of it. */
    private void form() {
        if (shape.kind() != ClassShape.Kind.CLASS && shape.kind() != ClassShape.Kind.RECORD) {
            add("class: " + shape.kind() + " (expected: a class)");
            return;
        }
        if (shape.traits().contains(Trait.ABSTRACT)) {
            add("class: abstract (expected: concrete)");
        }
        if (shape.traits().contains(Trait.INNER)) {
            add("class: inner (expected: top-level or static)");
        }
        if (shape.traits().contains(Trait.GENERIC)) {
            add("type parameters: of its own (expected: none)");
        }
        if (!shape.traits().contains(Trait.PUBLIC)) {
            add("class: not public (expected: public)");
            return;
        }
        int open = shape.constructors().open();
        int inject = shape.constructors().inject();
        if (inject != 1 && (inject > 1 || open != 1)) {
            add("constructors: " + open + " public, " + inject
                    + " marked @Inject (expected: one public, or one marked @Inject)");
        }
    }

    private void type(Mark mark) {
        String type = shape.marks().get(mark);
        if (type == null) {
            return;
        }
        if (shape.kind() != ClassShape.Kind.RECORD) {
            add(mark + ": on " + shape.kind() + " (expected: on a record)");
        }
        addIf(Names.type(type));
    }

    private void push() {
        ClassShape.Delivery delivery = shape.delivery();
        if (delivery == null) {
            return;
        }
        if (!shape.marks().containsKey(Mark.ACTION_TYPE) && !shape.marks().containsKey(Mark.EVENT_TYPE)) {
            add("@Push: on " + shape.kind() + " that is neither (expected: on one marked @ActionType or @EventType)");
            return;
        }
        String key = delivery.key();
        if (key.isEmpty()) {
            return;
        }
        if (!delivery.keep().equals(ClassShape.Delivery.LATEST)) {
            add("key: '" + key + "' with Keep." + delivery.keep() + " (expected: none, or Keep.LATEST)");
        } else if (!names().contains(key)) {
            add("key: '" + key + "' (expected: one of its components " + names() + ")");
        }
    }

    private List<String> names() {
        return shape.components().stream().map(ComponentShape::name).toList();
    }

    private void error() {
        String code = shape.marks().get(Mark.ERROR_CODE);
        if (code == null) {
            return;
        }
        if (!shape.supertypes().contains(ClassShape.THROWABLE)) {
            add("@ErrorCode: on " + shape.kind() + " (expected: on an exception)");
        }
        addIf(Names.code(code));
    }

    private void addIf(@Nullable String mistake) {
        if (mistake != null) {
            add(mistake);
        }
    }

    private void add(String what) {
        findings.add(shape, what);
    }
}
