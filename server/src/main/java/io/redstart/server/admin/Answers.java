package io.redstart.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes the few kinds of answers there are. */
final class Answers {
    private Answers() {}

    /** Whether the request only reads; if not it has been answered. */
    static boolean reads(Request request, Response response, Callback callback) {
        if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
            return true;
        }
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        text(
                response,
                callback,
                HttpStatus.METHOD_NOT_ALLOWED_405,
                "text/plain; charset=utf-8",
                "Only GET and HEAD.\n");
        return false;
    }

    static void text(Response response, Callback callback, int status, String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    static void file(
            Request request, Response response, Callback callback, ClassLoader loader, StaticFile file, String cache)
            throws IOException {
        response.getHeaders().put(HttpHeader.ETAG, file.etag());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, cache);
        if (isKnown(request, file.etag())) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return;
        }
        response.setStatus(HttpStatus.OK_200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ContentTypes.of(file.resource()));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.length());
        if (HttpMethod.HEAD.is(request.getMethod())) {
            callback.succeeded();
            return;
        }
        InputStream in = loader.getResourceAsStream(file.resource());
        if (in == null) {
            throw new IOException(file.resource() + " is gone");
        }
        Content.copy(Content.Source.from(in), response, callback);
    }

    private static boolean isKnown(Request request, String etag) {
        return request.getHeaders().getValuesList(HttpHeader.IF_NONE_MATCH).stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::trim)
                .map(known -> known.startsWith("W/") ? known.substring(2) : known)
                .anyMatch(known -> known.equals("*") || known.equals(etag));
    }
}
