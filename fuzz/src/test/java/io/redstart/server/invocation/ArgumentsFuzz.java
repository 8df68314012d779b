package io.redstart.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Settings;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.RejectedBundleException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Arguments become values of the types that were declared, and plain data where anything is allowed, or are refused as
 * a {@code CallException} or a broken message.
 */
class ArgumentsFuzz {
    private static final Bundle BUNDLE = bundle();
    private static final List<Arguments> METHODS = methods();

    /** One of two. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    public sealed interface Shape permits Circle, Square {}

    public record Circle(double radius) implements Shape {}

    public record Square(int side, @Nullable String name) implements Shape {}

    public enum Colour {
        RED,
        GREEN
    }

    public record Point(
            int x,
            long y,
            List<Integer> more,
            Map<String, Object> any,
            @Nullable Colour colour) {}

    @Api("fuzz")
    public static class Everything {
        @Call
        public void plain(int a, long b, double c, boolean d, String e, char f, byte[] g) {}

        @Call
        public void open(
                Object any, JsonNode tree, Map<String, Object> map, List<Object> list, Optional<Object> maybe) {}

        @Call
        public void closed(Point point, Shape shape, Colour colour, Optional<Point> maybe) {}

        @Call
        public void odd(Instant when, Duration span, UUID id, int[] numbers, Map<Colour, Point> points) {}
    }

    private static final class None implements Settings {
        @Override
        public Optional<String> value(String key) {
            return Optional.empty();
        }

        @Override
        public <T> T as(Class<T> type) {
            throw new IllegalStateException("nobody asks");
        }
    }

    private static Bundle bundle() {
        try {
            return new ClasspathBundle("fuzz", List.of(Everything.class), List.of(), List.of())
                    .start(
                            (name, classes) -> ApiScanner.scan(name, classes, BundleIndex.NONE),
                            new HostObjects(
                                    mapper -> {
                                        throw new IllegalStateException("nobody pushes");
                                    },
                                    mapper -> {
                                        throw new IllegalStateException("nobody pushes");
                                    },
                                    name -> new None()));
        } catch (RejectedBundleException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static List<Arguments> methods() {
        List<Arguments> methods = new ArrayList<>();
        for (MethodModel method : BUNDLE.model().apis().get(0).methods()) {
            methods.add(new Arguments(method, BUNDLE.mapper(), new ArrayList<>(), "fuzz"));
        }
        return methods;
    }

    @FuzzTest(maxDuration = "1m")
    void bindsArguments(byte[] json) {
        for (int i = 0; i < METHODS.size(); i++) {
            bind(METHODS.get(i), BUNDLE.model().apis().get(0).methods().get(i), json);
        }
    }

    private static void bind(Arguments arguments, MethodModel method, byte[] json) {
        try (JsonParser parser = BUNDLE.mapper().createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_ARRAY && first != JsonToken.START_OBJECT) {
                return;
            }
            @Nullable Object[] bound = arguments.bind(parser);
            assertThat(bound).hasSize(method.parameters().size());
            assertThat(parser.currentToken()).isIn(JsonToken.END_ARRAY, JsonToken.END_OBJECT);
            for (int i = 0; i < bound.length; i++) {
                Class<?> type = BUNDLE.mapper()
                        .constructType(method.parameters().get(i).type())
                        .getRawClass();
                if (bound[i] != null && !type.isPrimitive()) {
                    assertThat(bound[i]).isInstanceOf(type);
                }
                isPlain(bound[i]);
            }
        } catch (CallException refused) {
            assertThat(refused.code()).isEqualTo("invalid");
            assertThat(refused.getMessage()).doesNotContain("io.redstart");
        } catch (JacksonException broken) {
            // the message is none, the reader says so
        }
    }

    private static void isPlain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(ArgumentsFuzz::isPlain);
        } else if (value instanceof List<?> list) {
            list.forEach(ArgumentsFuzz::isPlain);
        } else if (value instanceof Optional<?> maybe) {
            maybe.ifPresent(ArgumentsFuzz::isPlain);
        } else if (value instanceof Point point) {
            isPlain(point.any());
        } else if (value != null) {
            String type = value.getClass().getName();
            assertThat(value.getClass().isArray()
                            || value instanceof JsonNode
                            || value instanceof Number
                            || value instanceof Shape
                            || value instanceof Colour
                            || value instanceof UUID
                            || type.startsWith("java.time.")
                            || List.of(String.class, Boolean.class, Character.class)
                                    .contains(value.getClass()))
                    .as(type)
                    .isTrue();
        }
    }
}
