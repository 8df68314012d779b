package io.redstart.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;
import tools.jackson.core.util.BufferRecycler;

/**
 * Jackson's parser of UTF-8, but one that goes on to the next message when it is done with one: to make a parser costs
 * more than to read a short message. Texts without escapes are taken out as they are instead of byte by byte.
 */
final class MessageParser extends UTF8StreamJsonParser {
    private static final byte[] NOTHING = {};
    /** What a longer message made it grow to is not kept. */
    private static final int MAX_KEPT_MESSAGE = 1 << 16;
    /** Names that are not said again are not remembered for ever. */
    private static final int MAX_KEPT_NAMES = 1_000;
    /** As many as no number has that JavaScript cannot hold. */
    private static final int MAX_DIGITS = 15;
    /** What the JDK makes of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Words words = new Words();
    private final JsonReadContext root;
    private final int longestWord = Math.min(Words.MAX_LENGTH, _streamReadConstraints.getMaxStringLength());
    private int longest;

    /**
     * A parser that stands nowhere yet.
     *
     * @param json whose constraints and features it has
     */
    MessageParser(JsonFactory json) {
        super(
                ObjectReadContext.empty(),
                new IOContext(
                        json.streamReadConstraints(),
                        StreamWriteConstraints.defaults(),
                        ErrorReportConfiguration.defaults(),
                        new BufferRecycler(),
                        ContentReference.redacted(),
                        false,
                        JsonEncoding.UTF8),
                json.getStreamReadFeatures(),
                json.getFormatReadFeatures(),
                null,
                ByteQuadsCanonicalizer.createRoot().makeChildOrPlaceholder(json.getFactoryFeatures()),
                NOTHING,
                0,
                0,
                0,
                false);
        root = _streamReadContext;
    }

    /**
     * Whether it could read a message. Whatever begins in another way is no message, but may be JSON of another encoding,
     * of which a factory knows more.
     */
    static boolean couldRead(byte[] bytes, int from, int length) {
        return length > 1 && bytes[from] == '[' && bytes[from + 1] != 0;
    }

    /** Goes on with another message. */
    void begin(byte[] bytes, int from, int length) {
        longest = Math.max(longest, length);
        _inputBuffer = bytes;
        _inputPtr = from;
        _inputEnd = from + length;
        _currInputProcessed = -from;
        _currInputRow = 1;
        _currInputRowStart = from;
        _tokenInputTotal = 0;
        _tokenInputRow = 1;
        _tokenInputCol = 0;
        _currToken = null;
        _lastClearedToken = null;
        _nextToken = null;
        _tokenIncomplete = false;
        _tokenCount = 0;
        _nameCopied = false;
        _binaryValue = null;
        _numTypesValid = NR_UNKNOWN;
        root.reset(JsonReadContext.TYPE_ROOT, 1, 0);
        _streamReadContext = root;
        _streamReadConstraints.validateDocumentLength(length);
    }

    /** Lets go of the message; false if it has grown too much to be kept. */
    boolean end() {
        while (_streamReadContext != root) { // left open by a message that is broken
            _streamReadContext = _streamReadContext.clearAndGetParent();
        }
        _inputBuffer = NOTHING;
        _inputPtr = 0;
        _inputEnd = 0;
        _binaryValue = null;
        _byteArrayBuilder = null;
        _numberBigInt = null;
        _numberBigDecimal = null;
        _textBuffer.resetWithEmpty();
        return longest <= MAX_KEPT_MESSAGE && _symbols.size() <= MAX_KEPT_NAMES;
    }

    /** A message is over before its parser is: at the end of one it closes itself otherwise. */
    @Override
    public void close() {
        _inputPtr = _inputEnd;
    }

    /**
     * The first element of the message, if it is a plain word: nothing is taken otherwise. What is taken so is not there
     * as a token.
     */
    @Nullable
    String takeFirstWord() {
        int from = _inputPtr + 1;
        if (from >= _inputEnd || _inputBuffer[from] != '"') {
            return null;
        }
        root.expectComma();
        createChildArrayContext(1, 0);
        _inputPtr = from;
        String word = takeText();
        if (word == null) {
            _inputPtr = from - 1;
            root.reset(JsonReadContext.TYPE_ROOT, 1, 0);
            _streamReadContext = root;
        }
        return word;
    }

    /** The next element, if it is a plain word. */
    @Nullable
    String takeWord() {
        int comma = _inputPtr;
        if (!isBetweenElements()
                || _inputEnd - comma < 2
                || _inputBuffer[comma] != ','
                || _inputBuffer[comma + 1] != '"') {
            return null;
        }
        _inputPtr = comma + 1;
        String word = takeText();
        if (word == null) {
            _inputPtr = comma;
        }
        return word;
    }

    private @Nullable String takeText() {
        int from = _inputPtr + 1;
        int end = Bytes.plainEnd(_inputBuffer, from, Math.min(_inputEnd, from + longestWord));
        if (end == _inputEnd || end == from || _inputBuffer[end] != '"' || !Bytes.areAscii(_inputBuffer, from, end)) {
            return null;
        }
        taken(JsonToken.VALUE_STRING, end + 1);
        return words.of(_inputBuffer, from, end - from);
    }

    /** The next element, if it is a whole number of at least {@code least} and of few digits; below 0 otherwise. */
    long takeNumber(int least) {
        int from = _inputPtr + 1;
        if (!isBetweenElements() || from >= _inputEnd || _inputBuffer[from - 1] != ',') {
            return -1;
        }
        long number = 0;
        int at = from;
        int end = Math.min(_inputEnd, from + MAX_DIGITS + 1);
        while (at < end && _inputBuffer[at] >= '0' && _inputBuffer[at] <= '9') {
            number = number * 10 + (_inputBuffer[at++] - '0');
        }
        boolean isPlain = at > from && at < end && (_inputBuffer[from] != '0' || at == from + 1);
        if (!isPlain || number < least || (_inputBuffer[at] != ',' && _inputBuffer[at] != ']')) {
            return -1;
        }
        taken(JsonToken.VALUE_NUMBER_INT, at);
        return number;
    }

    /** In an object, what comes may have been looked at already. */
    private boolean isBetweenElements() {
        return !_tokenIncomplete && _streamReadContext.inArray();
    }

    private void taken(JsonToken token, int next) {
        _streamReadContext.expectComma();
        _currToken = token;
        _inputPtr = next;
    }

    /** Whether all that comes is the end of the message. */
    boolean isAtEnd() {
        return isBetweenElements()
                && _inputPtr == _inputEnd - 1
                && _inputBuffer[_inputPtr] == ']'
                && _streamReadContext.getParent() == root;
    }

    @Override
    protected String _finishAndReturnString() {
        int end = Bytes.plainEnd(_inputBuffer, _inputPtr, _inputEnd);
        if (end == _inputEnd || _inputBuffer[end] != '"') {
            return super._finishAndReturnString();
        }
        String text = new String(_inputBuffer, _inputPtr, end - _inputPtr, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) >= 0
                ? super._finishAndReturnString() // which says what is wrong, if it is no UTF-8
                : finished(text, end);
    }

    private String finished(String text, int end) {
        _textBuffer.resetWithString(text);
        _tokenIncomplete = false;
        _inputPtr = end + 1;
        return text;
    }
}
