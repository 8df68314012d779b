package io.redstart.server.admin;

import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Serves the TypeScript types of all APIs in use at {@code /redstart/api.ts}; those of another namespace than the default
 * one at {@code /redstart/api.ts?namespace=shop}.
 */
public final class ApiTypes extends Handler.Abstract {
    private final Function<String, @Nullable String> types;

    /**
     * The types.
     *
     * @param types asked at each request, by the namespace's name; null for none of that name
     */
    public ApiTypes(Function<String, @Nullable String> types) {
        this.types = types;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!"redstart/api.ts".equals(PagePath.of(request))) {
            return false;
        }
        if (Answers.reads(request, response, callback)) {
            String found = types.apply(namespace(request));
            if (found == null) {
                return false;
            }
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
            Answers.text(response, callback, HttpStatus.OK_200, ContentTypes.of("api.ts"), found);
        }
        return true;
    }

    private static String namespace(Request request) {
        Fields query = Request.extractQueryParameters(request);
        String asked = query.getValue("namespace");
        return asked == null ? "default" : asked;
    }
}
