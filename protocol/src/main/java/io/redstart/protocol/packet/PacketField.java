package io.redstart.protocol.packet;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a packet.
 *
 * <pre>{@code
 * PacketField.of("login:str24")   // at most 24 bytes of UTF-8
 * }</pre>
 *
 * @param name its name: letters, digits and {@code _}, starting with a letter, at most 64 characters
 * @param type how it is laid out
 * @param max the most bytes it may have, 1 to 65535; 0 for types without a length
 */
public record PacketField(String name, FieldType type, int max) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern TYPE = Pattern.compile("(str|bytes|bin|json|[sbj])(\\d{0,5})|[a-z]+\\d{0,2}");
    private static final Pattern SHORT = Pattern.compile("([iuf])(\\d{1,2})");
    private static final Map<String, String> LONG =
            Map.of("s", "str", "b", "bytes", "bin", "bytes", "j", "json", "i", "int", "u", "uint", "f", "float");

    /**
     * Checks name and maximum.
     *
     * @param name its name
     * @param type how it is laid out
     * @param max the most bytes it may have
     * @throws IllegalArgumentException if the name has another form or the maximum does not fit the type
     */
    public PacketField {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("field: '" + name
                    + "' (expected: letters, digits and _, starting with a letter, at most 64 characters)");
        }
        if (type.hasLength() ? max < 1 || max > FieldType.MOST : max != 0) {
            throw new IllegalArgumentException(name + ": at most " + max + " bytes (expected: "
                    + (type.hasLength() ? "1 to " + FieldType.MOST : "none, for " + type.word()) + ")");
        }
    }

    /**
     * Reads a field as tables have it.
     *
     * @param text name and type: {@code x:uint16}, {@code login:str24}, {@code login:str} for the usual maximum; {@code
     *     str}, {@code bytes}, {@code json}, {@code int}, {@code uint} and {@code float} may be said by their first letters,
     *     as in {@code x:u16}, and {@code bytes} is {@code bin} as well
     * @return the field
     * @throws IllegalArgumentException if it has another form
     */
    public static PacketField of(String text) {
        int colon = text.indexOf(':');
        Matcher type = TYPE.matcher(text.substring(colon + 1));
        if (colon < 0 || !type.matches()) {
            throw unknown(text);
        }
        String name = text.substring(0, colon);
        String word = type.group(1);
        if (word == null) {
            return new PacketField(name, plain(text, spelled(type.group())), 0);
        }
        FieldType bounded = plain(text, LONG.getOrDefault(word, word));
        String max = type.group(2);
        return new PacketField(name, bounded, max.isEmpty() ? bounded.usual() : Integer.parseInt(max));
    }

    private static String spelled(String word) {
        Matcher its = SHORT.matcher(word);
        return its.matches() ? LONG.get(its.group(1)) + its.group(2) : word;
    }

    private static FieldType plain(String text, String word) {
        for (FieldType type : FieldType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("field: '" + text
                + "' (expected: a name, a colon and one of str, bytes, json, bool, int8, int16, int32, int64, uint8,"
                + " uint16, uint32, uint64, float32, float64; the first three with a maximum, such as login:str24)");
    }

    /**
     * The field as tables have it.
     *
     * @return what {@link #of} reads, the types by their whole words
     */
    public String text() {
        return name + ":" + type.word() + (type.hasLength() ? max : "");
    }
}
