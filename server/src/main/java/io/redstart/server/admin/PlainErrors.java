package io.redstart.server.admin;

import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what Jetty itself refuses or what failed: the status in words, and nothing of the request or the reason. */
public final class PlainErrors implements Request.Handler {
    private final @Nullable HttpField hsts;
    private final Consumer<String> limitHit;

    /**
     * Errors with the headers that all answers have.
     *
     * @param hstsSeconds for how long browsers are to come by TLS only; 0 for not at all
     * @param limitHit is told the name of a limit that refused a request
     */
    public PlainErrors(long hstsSeconds, Consumer<String> limitHit) {
        hsts = SecurityHeaders.hsts(hstsSeconds);
        this.limitHit = limitHit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 || status == HttpStatus.URI_TOO_LONG_414) {
            limitHit.accept("headers");
        }
        SecurityHeaders.put(response.getHeaders(), hsts);
        response.getHeaders().put("Cache-Control", "no-store");
        Answers.text(
                response,
                callback,
                status,
                "text/plain; charset=utf-8",
                status + " " + HttpStatus.getMessage(status) + "\n");
        return true;
    }
}
