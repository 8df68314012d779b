package io.redstart.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.registry.Bundle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What types of Java are in TypeScript, as properties of a record that is written. */
class JacksonTypesTest {
    private static final String HEAD = "package t; import com.fasterxml.jackson.annotation.*; import java.math.*;"
            + " import java.time.*; import java.util.*; import org.jspecify.annotations.Nullable; ";

    @TempDir
    Path folder;

    @Test
    void simpleTypes() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("int", "number");
        expected.put("Long", "number");
        expected.put("double", "number");
        expected.put("BigDecimal", "number");
        expected.put("BigInteger", "number");
        expected.put("boolean", "boolean");
        expected.put("char", "string");
        expected.put("String", "string");
        expected.put("CharSequence", "string");
        expected.put("UUID", "string");
        expected.put("java.net.URI", "string");
        expected.put("Locale", "string");
        expected.put("byte[]", "Base64");
        expected.put("char[]", "string");
        expected.put("Object", "unknown");
        expected.put("java.io.Serializable", "unknown");
        expected.put("Instant", "Instant");
        expected.put("LocalDate", "LocalDate");
        expected.put("ZonedDateTime", "ZonedDateTime");
        expected.put("Year", "number");
        expected.put("DayOfWeek", "DayOfWeek");
        check(expected, "");
    }

    @Test
    void containers() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("int[]", "number[]");
        expected.put("String[][]", "string[][]");
        expected.put("List<String>", "string[]");
        expected.put("Set<Integer>", "number[]");
        expected.put("Iterable<String>", "string[]");
        expected.put("Collection<? extends Number>", "number[]");
        expected.put("List<?>", "unknown[]");
        expected.put("Map<String, Integer>", "Record<string, number>");
        expected.put("Map<Integer, List<String>>", "Record<string, string[]>");
        expected.put("Map<Color, Integer>", "Partial<Record<Color, number>>");
        expected.put("Map.Entry<String, Integer>", "Record<string, number>");
        check(expected, "enum Color { RED, GREEN }");
    }

    @Test
    void whatMayBeNull() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("Optional<String>", "string | null");
        expected.put("OptionalInt", "number | null");
        expected.put("@Nullable String", "string | null");
        expected.put("@Nullable Object", "unknown");
        expected.put("@Nullable List<String>", "string[] | null");
        expected.put("List<@Nullable String>", "(string | null)[]");
        expected.put("List<Optional<String>>", "(string | null)[]");
        expected.put("String @Nullable []", "string[] | null");
        expected.put("Map<String, @Nullable Integer>", "Record<string, number | null>");
        expected.put("Optional<@Nullable String>", "string | null");
        check(expected, "");
    }

    @Test
    void classesWithAnnotations() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("Name", "string");
        expected.put("Level", "number");
        expected.put("@JsonFormat(shape = JsonFormat.Shape.STRING) int", "string");
        expected.put("@JsonFormat(shape = JsonFormat.Shape.NUMBER) Color", "number");
        expected.put("@JsonProperty(\"a b\") Color", "Color");
        expected.put("Pair<String, List<Integer>>", "PairOfStringAndListOfInteger");
        expected.put("Marker", "unknown");
        check(
                expected,
                "record Name(@JsonValue String text) {} enum Level { LOW, HIGH; @JsonValue int number() { return 1; } }"
                        + " enum Color { RED, GREEN } record Pair<A, B>(A a, B b) {} interface Marker {}");
    }

    @Test
    void declarations() {
        assertThat(file(new JsonMapper(), "Outer o", """
                        record Outer(@JsonUnwrapped Inner inner, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String a,
                            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> b, Empty empty,
                            Pair<String> pair, List<Fruit> fruits) {}
                        record Inner(int x, int y) {} record Empty() {} record Pair<A>(A first, A second) {}
                        @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
                        sealed interface Fruit {}
                        @JsonTypeName("apple") record Apple(int weight) implements Fruit {}
                        @JsonTypeName("pear") record Pear(int length) implements Fruit {}
                        """)).contains("""
                        export interface Apple {
                          weight: number;
                        }

                        export type Empty = Record<string, never>;

                        export type Fruit = { apple: Apple } | { pear: Pear };

                        export interface Outer {
                          x: number;
                          y: number;
                          a?: string | null;
                          b?: string[];
                          empty: Empty;
                          pair: PairOfString;
                          fruits: Fruit[];
                        }

                        export interface PairOfString {
                          first: string;
                          second: string;
                        }
                        """);
    }

    @Test
    void waysToTellSubtypesApart() {
        String file = file(new JsonMapper(), "Guessed guessed, Listed listed, Open open", """
                @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
                sealed interface Guessed {}
                record Left(int left) implements Guessed {}
                record Right(int right) implements Guessed {}
                @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
                sealed interface Listed {}
                @JsonTypeName("l-1") record L1(int one) implements Listed {}
                @JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes({@JsonSubTypes.Type(Closed.class)})
                class Open { public int a; }
                class Closed extends Open { public int b; }
                """);

        assertThat(file)
                .contains("export type Guessed = Left | Right;")
                .contains("export interface Left {\n  left: number;\n}")
                .contains("export type Listed = ['l-1', L1];")
                .contains("export interface Open {\n  '@type': 'Closed' | 'Open';\n  a: number;\n}");
    }

    @Test
    void aTypeThatJacksonRefusesIsUnknown() {
        assertThat(file(new JsonMapper(), "Refused refused, int number", """
                        class Refused {
                            @JsonProperty("a") public int one() { return 1; }
                            @JsonProperty("a") public int two() { return 2; }
                        }
                        """))
                .contains("refused: unknown;", "number: number;");
    }

    @Test
    void oneShapeServesBothWays() {
        String file = file(new JsonMapper(), "Both both", """
                record Both(String text, @Nullable String note, @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) int pin,
                    Optional<Both> other) {
                    @JsonProperty public int size() { return 1; }
                }
                """, "@io.redstart.api.Call public void put(Both both) {}");

        assertThat(file).contains("""
                export interface Both {
                  text: string;
                  note?: string | null;
                  other?: Both | null;
                  size?: number;
                  pin?: number;
                }
                """);
    }

    @Test
    void theMapperDecides() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build();

        assertThat(file(mapper, "Instant changedAt, LocalDate day", ""))
                .contains("changed_at: number;", "day: number[];");
    }

    private void check(Map<String, String> expected, String more) {
        int[] count = {0};
        String members = expected.keySet().stream()
                .map(type -> type.replace("\"a b\"", "\"p" + count[0] + "\"") + " p" + count[0]++)
                .collect(Collectors.joining(", "));
        String file = file(new JsonMapper(), members, more);
        int at = 0;
        for (Map.Entry<String, String> each : expected.entrySet()) {
            assertThat(file).as(each.getKey()).contains("  p" + at++ + ": " + each.getValue() + ";\n");
        }
    }

    private String file(JsonMapper mapper, String components, String more) {
        return file(mapper, components, more, "");
    }

    private String file(JsonMapper mapper, String components, String more, String methods) {
        Bundle bundle = ScannedBundle.of(
                folder,
                "types",
                mapper,
                HEAD
                        + "@io.redstart.api.Api public class Api { @io.redstart.api.Call public All all() { return null; } "
                        + methods + "}",
                HEAD + "public record All(" + components + ") {} " + more);
        return TypeScript.of(java.util.List.of(bundle));
    }
}
