package io.redstart.server.admin;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells load balancers whether to send clients here. */
public final class Health extends Handler.Abstract.NonBlocking {
    private final String path;
    private final BooleanSupplier draining;

    /**
     * The health of the server.
     *
     * @param path where, without its first slash
     * @param draining whether the server is about to stop
     */
    public Health(String path, BooleanSupplier draining) {
        this.path = path;
        this.draining = draining;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!path.equals(PagePath.of(request))) {
            return false;
        }
        if (Answers.reads(request, response, callback)) {
            boolean up = !draining.getAsBoolean();
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            Answers.text(
                    response,
                    callback,
                    up ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503,
                    "application/json",
                    up ? "{\"status\":\"up\"}" : "{\"status\":\"draining\"}");
        }
        return true;
    }
}
