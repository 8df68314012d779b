package io.redstart.server.admin;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves the TypeScript types of all APIs in use at {@code /redstart/api.ts}. */
public final class ApiTypes extends Handler.Abstract {
    private final Supplier<String> types;

    /**
     * The types.
     *
     * @param types asked at each request
     */
    public ApiTypes(Supplier<String> types) {
        this.types = types;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!"redstart/api.ts".equals(PagePath.of(request))) {
            return false;
        }
        if (Answers.reads(request, response, callback)) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
            Answers.text(response, callback, HttpStatus.OK_200, ContentTypes.of("api.ts"), types.get());
        }
        return true;
    }
}
