package io.redstart.server.door.sockhop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** Pieces of JSON as bytes: what kind of value one is, and what is made of several. */
final class Json {
    static final byte[] EMPTY_OBJECT = {'{', '}'};
    static final byte[] TYPE_OBJECT = text("Object");
    static final byte[] TYPE_STRING = text("String");
    static final byte[] TYPE_BUFFER = text("Buffer");
    private static final byte[] TYPE_ARRAY = text("Array");
    private static final byte[] TYPE_NUMBER = text("Number");
    private static final byte[] TYPE_BOOLEAN = text("Boolean");

    private Json() {}

    /** A text with its quotes. */
    static byte[] text(String text) {
        return JsonMapper.shared().writeValueAsBytes(text);
    }

    /** What a text with its quotes says. */
    static String said(byte[] text) {
        for (byte one : text) {
            if (one == '\\') {
                return JsonMapper.shared().readValue(new String(text, UTF_8), String.class);
            }
        }
        return new String(text, 1, text.length - 2, UTF_8);
    }

    /** How JavaScript calls the kind of a value. */
    static byte[] typeOf(byte[] value) {
        return switch (value.length == 0 ? 'n' : value[0]) {
            case '{', 'n' -> TYPE_OBJECT;
            case '[' -> TYPE_ARRAY;
            case '"' -> TYPE_STRING;
            case 't', 'f' -> TYPE_BOOLEAN;
            default -> TYPE_NUMBER;
        };
    }

    static boolean isNull(byte[] value) {
        return value.length == 0 || value[0] == 'n';
    }

    /** A value, or an object without anything in it where there is none: sockhop's clients have no null. */
    static byte[] present(byte[] value) {
        return isNull(value) ? EMPTY_OBJECT : value;
    }

    static boolean isEmptyObject(byte[] value) {
        if (value.length < 2 || value[0] != '{') {
            return false;
        }
        for (int i = 1; i < value.length - 1; i++) {
            if (value[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    /** What counts as true in JavaScript, of what can stand for an id. */
    static boolean isTruthy(byte[] value) {
        return value.length > 0
                && !Arrays.equals(value, bytes("null"))
                && !Arrays.equals(value, bytes("false"))
                && !Arrays.equals(value, bytes("0"))
                && !Arrays.equals(value, bytes("\"\""));
    }

    /** Whether a text is JSON in UTF-8, one value of it. */
    static boolean isValue(byte[] text, int from, int length) {
        for (int i = from; i < from + Math.min(length, 4); i++) {
            if (text[i] == 0 || (text[i] < 0 && i == from)) {
                return false; // a parser would take it for another encoding, or pass over what marks one
            }
        }
        try (JsonParser parser = JsonMapper.shared().createParser(text, from, length)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException none) {
            return false;
        }
    }

    static byte[] bytes(String ascii) {
        return ascii.getBytes(UTF_8);
    }

    /** One behind the other. */
    static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** The same on one line: outside of texts a line break is nothing but space, and in them there is none. */
    static byte[] onOneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }

    /** Numbers as JSON writes them, of bytes without a sign. */
    static byte[] array(byte[] bytes) {
        ByteArrayOutputStream array = new ByteArrayOutputStream(4 * bytes.length + 2);
        array.write('[');
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                array.write(',');
            }
            array.writeBytes(bytes(Integer.toString(bytes[i] & 0xFF)));
        }
        array.write(']');
        return array.toByteArray();
    }
}
