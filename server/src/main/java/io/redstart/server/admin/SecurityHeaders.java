package io.redstart.server.admin;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells browsers what no page wants: its type guessed, its address told to others, itself framed by others. What
 * scripts a page may run, its author says in the page.
 */
final class SecurityHeaders extends Handler.Wrapper {
    SecurityHeaders(Handler pages) {
        super(pages);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders()
                .put("X-Content-Type-Options", "nosniff")
                .put("Referrer-Policy", "same-origin")
                .put("X-Frame-Options", "SAMEORIGIN")
                .put("Content-Security-Policy", "frame-ancestors 'self'");
        return super.handle(request, response, callback);
    }
}
