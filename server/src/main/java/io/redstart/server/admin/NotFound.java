package io.redstart.server.admin;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what nobody else has answered. */
final class NotFound extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answers.text(response, callback, HttpStatus.NOT_FOUND_404, "text/plain; charset=utf-8", "Not found.\n");
        return true;
    }
}
