package io.redstart.server.admin;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands in front of what is there to be read and for nothing else: whatever is not GET or HEAD ends here. */
public final class OnlyReading extends Handler.Wrapper {
    /**
     * Lets through what reads.
     *
     * @param next answers it
     */
    public OnlyReading(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return !Answers.reads(request, response, callback) || super.handle(request, response, callback);
    }
}
