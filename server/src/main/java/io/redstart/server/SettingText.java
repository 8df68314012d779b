package io.redstart.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the text of a setting into its value and back. A {@code long} is a size and may be written with a unit; an
 * {@code int} is a count.
 */
final class SettingText {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,13})(ms|s|m|h|d)");
    /** So long that nobody misses more, and so short that its nanoseconds fit into a {@code long}. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private static final Pattern SIZE = Pattern.compile("(-?\\d{1,15})(KiB|MiB|GiB)?");
    private static final long KIB = 1024;

    private SettingText() {}

    /**
     * Reads a value.
     *
     * @param type its type
     * @param text the text
     * @return the value
     * @throws IllegalArgumentException its message is what was expected, as in {@code true or false}
     */
    static Object read(Type type, String text) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            Type of = generic.getActualTypeArguments()[0];
            if (raw == List.class || raw == Set.class) {
                Stream<Object> items = Stream.of(text.split(","))
                        .map(String::trim)
                        .filter(item -> !item.isEmpty())
                        .map(item -> read(of, item));
                return raw == List.class ? items.toList() : items.collect(Collectors.toUnmodifiableSet());
            }
        }
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == Integer.class) {
            return number(text);
        } else if (type == long.class || type == Long.class) {
            return size(text);
        } else if (type == double.class || type == Double.class) {
            return decimal(text);
        } else if (type == boolean.class || type == Boolean.class) {
            return truth(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == Path.class) {
            return path(text);
        } else if (type instanceof Class<?> raw && raw.isEnum()) {
            return constant(raw, text);
        }
        throw new IllegalArgumentException("a type that settings can have, not " + type.getTypeName());
    }

    /**
     * Writes a value so that it could be read again.
     *
     * @param value the value, or null
     * @return the text
     */
    static String write(@Nullable Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof Collection<?> items) {
            return items.stream().map(SettingText::write).collect(Collectors.joining(", "));
        } else if (value instanceof Duration duration) {
            return write(duration);
        } else if (value instanceof Long size) {
            return write((long) size);
        } else if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value.toString();
    }

    private static Object number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a whole number", e);
        }
    }

    private static Object size(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a size such as 65536, 64KiB or 1MiB");
        }
        String unit = parts.group(2) == null ? "" : parts.group(2);
        try {
            return Math.multiplyExact(
                    Long.parseLong(parts.group(1)),
                    switch (unit) {
                        case "KiB" -> KIB;
                        case "MiB" -> KIB * KIB;
                        case "GiB" -> KIB * KIB * KIB;
                        default -> 1L;
                    });
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a size below 8 million GiB", e);
        }
    }

    private static Object decimal(String text) {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number", e);
        }
    }

    private static Object truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("true or false");
    }

    private static Object duration(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a time such as 250ms, 30s, 2m or 1h");
        }
        long amount = Long.parseLong(parts.group(1));
        Duration duration = switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a time of at most " + LONGEST.toDays() + "d");
        }
        return duration;
    }

    private static Object path(String text) {
        // a slash at the end goes away, and what is left may be no more than a blank
        if (text.isBlank()
                || text.indexOf('\0') >= 0
                || Path.of(text).toString().isBlank()) {
            throw new IllegalArgumentException("a path");
        }
        return Path.of(text);
    }

    private static Object constant(Class<?> type, String text) {
        Object[] constants = type.getEnumConstants();
        return Stream.of(constants)
                .filter(constant -> write(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        Stream.of(constants).map(SettingText::write).collect(Collectors.joining(", "))));
    }

    private static String write(Duration duration) {
        if (duration.isZero()) {
            return "0";
        } else if (duration.toMillis() % 1000 != 0) {
            return duration.toMillis() + "ms";
        } else if (duration.toSeconds() % 60 != 0) {
            return duration.toSeconds() + "s";
        } else if (duration.toMinutes() % 60 != 0) {
            return duration.toMinutes() + "m";
        }
        return duration.toHours() + "h";
    }

    private static String write(long size) {
        if (size >= KIB * KIB && size % (KIB * KIB) == 0) {
            return size / (KIB * KIB) + "MiB";
        }
        return size >= KIB && size % KIB == 0 ? size / KIB + "KiB" : Long.toString(size);
    }
}
