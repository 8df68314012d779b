package io.redstart.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class RenderedTest {
    private static final String HERE = RenderedTest.class.getCanonicalName() + ".";

    public sealed interface Shape permits Circle, Nothing {
        int SIDES = 4;

        default <T extends Number> @Nullable T scaled(Function<? super T, ? extends @Nullable T> by)
                throws IOException {
            throw new IOException();
        }
    }

    public record Circle(double radius, Map<String, @Nullable Object> meta) implements Shape {
        @Override
        public String toString() {
            return "O";
        }
    }

    public enum Nothing implements Shape {
        ONE
    }

    static class Hidden {
        public void fromAbove(String... names) {}

        void unseen() {}
    }

    public static class Seen extends Hidden {
        protected byte @Nullable [] bytes = null;

        Seen() {}

        @Deprecated
        protected static void old() {}
    }

    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Mark {
        String value() default "none";
    }

    private static List<String> lines(Class<?>... types) {
        return PublicApi.of(List.of(types)).stream()
                .map(line -> line.replace(HERE, ""))
                .toList();
    }

    @Test
    void showsGenericsNullnessAndDefaults() {
        assertThat(lines(Shape.class))
                .containsExactly(
                        "Shape.SIDES: public static final int = 4",
                        "Shape.scaled(java.util.function.Function<? super T, ? extends @Nullable T>): public default "
                                + "<T extends Number> @Nullable T throws java.io.IOException",
                        "Shape: public sealed interface permits Circle, Nothing");
    }

    @Test
    void showsRecordsWithoutWhatEveryObjectHas() {
        assertThat(lines(Circle.class))
                .containsExactly(
                        "Circle.meta(): public java.util.Map<String, @Nullable Object>",
                        "Circle.new(double, java.util.Map<String, @Nullable Object>): public",
                        "Circle.radius(): public double",
                        "Circle: public record(double radius, java.util.Map<String, @Nullable Object> meta) "
                                + "implements Shape");
    }

    @Test
    void showsTheNamesOfAnEnum() {
        assertThat(lines(Nothing.class))
                .containsExactly("Nothing.ONE: public static final Nothing", "Nothing: public enum implements Shape");
    }

    @Test
    void showsWhatComesFromAHiddenSupertype() {
        assertThat(lines(Seen.class))
                .containsExactly(
                        "Seen.bytes: protected byte @Nullable []",
                        "Seen.fromAbove(String...): public void",
                        "Seen.old(): protected static void @Deprecated",
                        "Seen: public class extends Hidden");
    }

    @Test
    void showsHowAnAnnotationIsUsed() {
        assertThat(lines(Mark.class))
                .containsExactly(
                        "Mark.value(): public abstract String default 'none'",
                        "Mark: @Retention(RUNTIME) @Target(METHOD, TYPE) public @interface");
    }

    @Test
    void showsNothingOfHiddenTypes() {
        assertThat(lines(Hidden.class)).isEmpty();
    }
}
