package io.redstart.protocol;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Steps through the array of one message and says what is wrong with it, in words and with its id. */
final class MessageCursor {
    private static final long MAX_ID = (1L << 53) - 1;
    private static final long NONE = -1;
    private static final int MAX_NAME = 256;
    private static final int MAX_SHOWN = 32;
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final JsonParser parser;
    /** The same, if it takes out plain elements without making tokens of them. */
    private final @Nullable MessageParser plain;

    private String op = "message";
    private long id;

    MessageCursor(JsonParser parser) {
        this.parser = parser;
        this.plain = null;
    }

    MessageCursor(MessageParser parser) {
        this.parser = parser;
        this.plain = parser;
    }

    JsonParser parser() {
        return parser;
    }

    /** The id read so far, 0 if none. */
    long lastId() {
        return id;
    }

    @Nullable
    Long knownId() {
        return id == 0 ? null : Long.valueOf(id);
    }

    boolean isAnswer() {
        return op.equals("ret") || op.equals("err");
    }

    String op() throws ProtocolException {
        String word = plain == null ? null : plain.takeFirstWord();
        op = word == null ? opToken() : word;
        return op;
    }

    private String opToken() throws ProtocolException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new ProtocolException("message begins with " + seen() + " (expected: an array)", null);
        }
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new ProtocolException("op is " + seen() + " (expected: a text)", null);
        }
        return parser.getString();
    }

    JsonToken next() throws ProtocolException {
        JsonToken token = parser.currentToken() == JsonToken.END_ARRAY
                        && parser.streamReadContext().inRoot()
                ? JsonToken.END_ARRAY
                : parser.nextToken();
        if (token == null) {
            throw new ProtocolException(op + " ends early (expected: ])", knownId(), isAnswer());
        }
        return token;
    }

    /** Goes on to the next element, if there is one. */
    boolean isOver() throws ProtocolException {
        return (plain != null && plain.isAtEnd()) || next() == JsonToken.END_ARRAY;
    }

    private long plainNumber(int least) {
        return plain == null ? NONE : plain.takeNumber(least);
    }

    long id() throws ProtocolException {
        long number = plainNumber(1);
        id = number == NONE ? idToken() : number;
        return id;
    }

    private long idToken() throws ProtocolException {
        parser.nextToken();
        long value = number("id");
        if (value == 0) {
            throw wrong("id", "a whole number from 1 to " + MAX_ID);
        }
        return value;
    }

    long seq() throws ProtocolException {
        long plainly = plainNumber(0);
        if (plainly != NONE) {
            return plainly;
        }
        parser.nextToken();
        return number("seq");
    }

    int count() throws ProtocolException {
        long value = plainNumber(1);
        if (value == NONE) {
            parser.nextToken();
            value = number("count");
        }
        if (value == 0) {
            throw wrong("count", "a whole number above 0");
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** The current token as a whole number that JavaScript can hold. */
    long number(String what) throws ProtocolException {
        long value = numberOr(NONE);
        if (value == NONE) {
            throw wrong(what, "a whole number from 0 to " + MAX_ID);
        }
        return value;
    }

    private long numberOr(long otherwise) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return otherwise;
        }
        long value = parser.getLongValue();
        return value >= 0 && value <= MAX_ID ? value : otherwise;
    }

    /** The next value if it is a whole number; anything else is passed over. */
    @Nullable
    Long numberValueOrSkip() {
        parser.nextToken();
        long value = numberOr(NONE);
        parser.skipChildren();
        return value == NONE ? null : Long.valueOf(value);
    }

    String name(String what) throws ProtocolException {
        String word = plain == null ? null : plain.takeWord();
        if (word != null) {
            return word;
        }
        parser.nextToken();
        return currentName(what);
    }

    private String currentName(String what) throws ProtocolException {
        String name = currentText(what);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw wrong(what, "1 to " + MAX_NAME + " characters");
        }
        return name;
    }

    @Nullable
    String nameOrNull(String what) throws ProtocolException {
        String word = plain == null ? null : plain.takeWord();
        if (word != null) {
            return word;
        }
        if (parser.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        return currentName(what);
    }

    String text(String what) throws ProtocolException {
        parser.nextToken();
        return currentText(what);
    }

    private String currentText(String what) throws ProtocolException {
        expect(JsonToken.VALUE_STRING, what, "a text");
        return parser.getString();
    }

    /** The current token begins an object: its first name, or null if it is empty. */
    @Nullable
    String startObject(String what) throws ProtocolException {
        expect(JsonToken.START_OBJECT, what, "an object");
        return parser.nextName();
    }

    @Nullable
    String nextName() {
        return parser.nextName();
    }

    String textValue(String what) throws ProtocolException {
        return text(what);
    }

    @Nullable
    String textValueOrNull(String what) throws ProtocolException {
        return isNullValue() ? null : currentText(what);
    }

    long numberValue(String what) throws ProtocolException {
        parser.nextToken();
        return number(what);
    }

    /** A whole number of either sign: whether it may be below 0 is not the codec's to say. */
    long signedValue(String what) throws ProtocolException {
        parser.nextToken();
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= -MAX_ID && value <= MAX_ID) {
                return value;
            }
        }
        throw wrong(what, "a whole number up to " + MAX_ID);
    }

    boolean booleanValue(String what) throws ProtocolException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrong(what, "true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    boolean isNullValue() {
        return parser.nextToken() == JsonToken.VALUE_NULL;
    }

    /** The code of an error: one that an application could have thrown. */
    String codeValue() throws ProtocolException {
        String code = text("code");
        if (!CODE.matcher(code).matches()) {
            throw wrong("code", "lower case letters, digits and _");
        }
        return code;
    }

    int closeCodeValue() throws ProtocolException {
        long code = numberValue("code");
        if (code < 1000 || code > 4999) {
            throw wrong("code", "1000 to 4999");
        }
        return (int) code;
    }

    /** How long to wait: null for false, which means for ever. */
    @Nullable
    Long retryValue() throws ProtocolException {
        return switch (parser.nextToken()) {
            case VALUE_FALSE -> null;
            case VALUE_NULL -> 0L;
            default -> number("retry");
        };
    }

    void skipValue() {
        parser.nextToken();
        parser.skipChildren();
    }

    void expect(JsonToken token, String what, String expected) throws ProtocolException {
        if (parser.currentToken() != token) {
            throw wrong(what, expected);
        }
    }

    /** After the parts that are known: more elements are from a newer peer and skipped, but nothing may follow. */
    void end() throws ProtocolException {
        if (plain != null && plain.isAtEnd()) {
            return;
        }
        while (!parser.streamReadContext().inRoot()) {
            if (next() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new ProtocolException(
                    op + " is followed by " + seen() + " (expected: one message a line)", knownId(), isAnswer());
        }
    }

    ProtocolException unknownOp(String word) {
        parser.nextToken();
        id = numberOr(0);
        return new ProtocolException(
                "op is '" + shortened(word) + "' (expected: one of the protocol)", knownId(), isAnswer());
    }

    ProtocolException wrong(String what, String expected) {
        return new ProtocolException(
                op + ": " + what + " is " + seen() + " (expected: " + expected + ")", knownId(), isAnswer());
    }

    private String seen() {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return "missing";
        }
        return switch (token) {
            case START_OBJECT, END_OBJECT, PROPERTY_NAME -> "an object";
            case START_ARRAY -> "an array";
            case END_ARRAY -> "missing";
            case VALUE_STRING -> {
                String text = parser.getString();
                yield text.length() > MAX_SHOWN ? "a text of " + text.length() + " characters" : "'" + text + "'";
            }
            default -> shortened(parser.getString());
        };
    }

    private static String shortened(String text) {
        return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
    }
}
