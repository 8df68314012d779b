package io.redstart.server.admin;

import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty itself refuses or what failed: the status in words, and nothing of the request or the reason. */
public final class PlainErrors implements Request.Handler {
    private final Consumer<String> limitHit;

    /**
     * Answers errors.
     *
     * @param limitHit is told the name of a limit that refused a request
     */
    public PlainErrors(Consumer<String> limitHit) {
        this.limitHit = limitHit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 || status == HttpStatus.URI_TOO_LONG_414) {
            limitHit.accept("headers");
        }
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Answers.text(
                response,
                callback,
                status,
                "text/plain; charset=utf-8",
                status + " " + HttpStatus.getMessage(status) + "\n");
        return true;
    }
}
