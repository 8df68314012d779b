package io.redstart.server.admin;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers what no page wants: its type guessed, its address told to others, itself framed by others, its window
 * reached by others, its files used by others. What scripts a page may run, its author says in the page. It stands in
 * front of everything, since every answer needs it.
 */
public final class SecurityHeaders extends Handler.Wrapper {
    private static final HttpField[] ALWAYS = {
        new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
        new PreEncodedHttpField("Referrer-Policy", "same-origin"),
        new PreEncodedHttpField("X-Frame-Options", "SAMEORIGIN"),
        new PreEncodedHttpField("Content-Security-Policy", "frame-ancestors 'self'"),
        new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin-allow-popups"),
        new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin")
    };

    private final @Nullable HttpField hsts;

    /**
     * Headers for all answers of a handler.
     *
     * @param next answers
     * @param hstsSeconds for how long browsers are to come by TLS only; 0 for not at all
     */
    public SecurityHeaders(Handler next, long hstsSeconds) {
        super(next);
        hsts = hsts(hstsSeconds);
    }

    static @Nullable HttpField hsts(long seconds) {
        return seconds == 0 ? null : new PreEncodedHttpField("Strict-Transport-Security", "max-age=" + seconds);
    }

    static void put(HttpFields.Mutable headers, @Nullable HttpField hsts) {
        for (HttpField field : ALWAYS) {
            headers.put(field);
        }
        if (hsts != null) {
            headers.put(hsts);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        put(response.getHeaders(), hsts);
        return super.handle(request, response, callback);
    }
}
