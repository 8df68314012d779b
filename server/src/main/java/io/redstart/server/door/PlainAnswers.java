package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** HTTP answers for clients that do not read JSON. Nobody may keep them. */
public final class PlainAnswers {
    private PlainAnswers() {}

    /**
     * Refuses a request, and closes its line.
     *
     * @param response says why
     * @param callback told when that is written
     * @param status the HTTP status
     * @param text for people
     */
    public static void refuse(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        answer(response, callback, "text/plain;charset=utf-8", text.getBytes(UTF_8));
    }

    /**
     * Answers a request.
     *
     * @param response the answer
     * @param callback told when that is written
     * @param type what the body is
     * @param body the body; not changed afterwards
     */
    public static void answer(Response response, Callback callback, String type, byte[] body) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
