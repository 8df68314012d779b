package io.redstart.server.door.fire.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** How frames travel in the answer to a request that receives them. */
enum HttpTransport {
    /** An answer is over with its first frame. */
    XHR("xhr", "POST", "application/javascript; charset=UTF-8", false, "", "", "\n"),
    /** An answer goes on. Some browsers show nothing of one before there is much. */
    XHR_STREAMING(
            "xhr_streaming", "POST", "application/javascript; charset=UTF-8", true, "h".repeat(2048) + "\n", "", "\n"),
    /** Server-sent events. */
    EVENTSOURCE("eventsource", "GET", "text/event-stream; charset=UTF-8", true, "\r\n", "data: ", "\r\n\r\n");

    /** What one answer may hold, after which the client asks again: browsers keep all of it. */
    private static final int STREAMED = 128 * 1024;

    private final String path;
    private final String method;
    private final String contentType;
    private final boolean streaming;
    private final String prelude;
    private final String before;
    private final String after;

    HttpTransport(
            String path,
            String method,
            String contentType,
            boolean streaming,
            String prelude,
            String before,
            String after) {
        this.path = path;
        this.method = method;
        this.contentType = contentType;
        this.streaming = streaming;
        this.prelude = prelude;
        this.before = before;
        this.after = after;
    }

    /** The last part of the path. */
    String path() {
        return path;
    }

    String method() {
        return method;
    }

    String contentType() {
        return contentType;
    }

    /** How many bytes an answer may have before it is over; 0 for one that is over with its first frame. */
    int most() {
        return streaming ? STREAMED : 0;
    }

    /** What an answer begins with that is no frame; empty for nothing. */
    byte[] prelude() {
        return prelude.getBytes(UTF_8);
    }

    boolean hasPrelude() {
        return !prelude.isEmpty();
    }

    int wrappedLength(byte[] frame) {
        return before.length() + frame.length + after.length();
    }

    byte[] wrapped(byte[] frame) {
        ByteArrayOutputStream wrapped = new ByteArrayOutputStream(wrappedLength(frame));
        wrapped.writeBytes(before.getBytes(UTF_8));
        wrapped.writeBytes(frame);
        wrapped.writeBytes(after.getBytes(UTF_8));
        return wrapped.toByteArray();
    }
}
