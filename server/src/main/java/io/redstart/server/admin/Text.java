package io.redstart.server.admin;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** A text that is another one each time somebody asks. */
final class Text extends Handler.Abstract {
    private final String path;
    private final Supplier<String> text;
    private final String type;

    Text(String path, Supplier<String> text, String type) {
        this.path = path;
        this.text = text;
        this.type = type;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!path.equals(PagePath.of(request))) {
            return false;
        }
        if (Answers.reads(request, response, callback)) {
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            Answers.text(response, callback, HttpStatus.OK_200, type, text.get());
        }
        return true;
    }
}
