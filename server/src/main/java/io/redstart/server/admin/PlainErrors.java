package io.redstart.server.admin;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty itself refuses or what failed: the status in words, and nothing of the request or the reason. */
public final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
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
