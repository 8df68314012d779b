package io.redstart.server.admin;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A type of TypeScript. */
sealed interface TsType {
    /** A type that the language has. */
    enum Word implements TsType {
        STRING,
        NUMBER,
        BOOLEAN,
        UNKNOWN,
        NULL,
        VOID,
        BIGINT,
        /** A {@code Uint8Array}. */
        BYTES
    }

    /** One particular text. */
    record Literal(String text) implements TsType {}

    /** A type that is declared in the file, by {@link TsDeclaration#key()}. */
    record Named(String key) implements TsType {}

    record ArrayOf(TsType item) implements TsType {}

    /** An object used as a map; without keys any text is one. */
    record MapOf(@Nullable TsType key, TsType value) implements TsType {}

    /** An object with one property, or an array of two: how Jackson can wrap a value with the name of its type. */
    record Wrapped(String name, TsType value, boolean asArray) implements TsType {}

    record Union(List<TsType> members) implements TsType {
        public Union {
            members = List.copyOf(members);
        }
    }

    /** Either of some types, each once; {@code null} stands last. */
    static TsType either(Stream<TsType> types) {
        List<TsType> members = types.flatMap(
                        type -> type instanceof Union union ? union.members.stream() : Stream.of(type))
                .distinct()
                .toList();
        if (members.contains(Word.UNKNOWN)) {
            return Word.UNKNOWN;
        }
        List<TsType> sorted = Stream.concat(
                        members.stream().filter(member -> !member.equals(Word.NULL)),
                        members.stream().filter(Word.NULL::equals))
                .toList();
        return sorted.size() == 1 ? sorted.get(0) : new Union(sorted);
    }

    default TsType orNull() {
        return either(Stream.of(this, Word.NULL));
    }

    default boolean allowsNull() {
        return equals(Word.NULL)
                || equals(Word.UNKNOWN)
                || (this instanceof Union union && union.members.contains(Word.NULL));
    }
}
