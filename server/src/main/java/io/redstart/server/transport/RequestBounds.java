package io.redstart.server.transport;

import io.redstart.server.transport.Ticket.Verdict;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What holds for every request: its connection may be here, it has not too many fields, it is answered in time. */
public final class RequestBounds extends Handler.Wrapper {
    private static final int RETRY_SECONDS = 1;

    private final AdmissionSettings settings;
    private final Consumer<String> limitHit;

    /**
     * Bounds.
     *
     * @param handler answers the requests that keep them
     * @param settings the bounds
     * @param limitHit is told the name of a limit that refused a request
     */
    public RequestBounds(Handler handler, AdmissionSettings settings, Consumer<String> limitHit) {
        super(handler);
        this.settings = settings;
        this.limitHit = limitHit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SelectorEndPoint line = SelectorEndPoint.of(request);
        if (line != null) {
            if (!request.getHeaders().contains(HttpHeader.UPGRADE)) {
                line.answers();
            }
            Request.addCompletionListener(request, failure -> line.answered());
            Verdict verdict = line.ticket().verdict();
            if (verdict != Verdict.WELCOME) {
                refuse(verdict, response, callback);
                return true;
            }
        }
        if (request.getHeaders().size() > settings.maxFields()) {
            limitHit.accept("headers");
            refuse(
                    response,
                    callback,
                    HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431,
                    "too_large",
                    "More than " + settings.maxFields() + " header fields");
            return true;
        }
        return super.handle(request, response, callback);
    }

    /**
     * Answers a request of a connection that may not stay.
     *
     * @param verdict why
     * @param response the answer
     * @param callback told when it is written
     */
    public static void refuse(Verdict verdict, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        if (verdict == Verdict.TOO_MANY) {
            refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "unavailable", "Too many connections");
        } else {
            refuse(
                    response,
                    callback,
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    "rate_limited",
                    "Too many connections of your address");
        }
    }

    private static void refuse(Response response, Callback callback, int status, String code, String message) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}", callback);
    }
}
