package io.redstart.server.invocation;

import io.redstart.api.CallContext;
import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.registry.ParameterModel;
import io.redstart.server.session.LiveSession;
import org.jspecify.annotations.Nullable;

/**
 * A method runs for a session: beside what its client said it is given what the server offers, and its constraints hold.
 *
 * @param host the server's part in it
 * @param method the method; its bundle is held
 * @param session for whom
 * @param scope where what it pushes waits
 */
record MethodRun(Invocation host, BoundMethod method, LiveSession session, CallScope scope) {
    /**
     * Runs it on this thread.
     *
     * @param context what the method may ask about itself
     * @param args one value a parameter; what the server offers is filled in
     * @return what it returns
     * @throws Throwable what it throws, or what is wrong with the arguments
     */
    @Nullable
    Object invoke(CallContext context, @Nullable Object[] args) throws Throwable {
        Object instance = method.use().instance(method.api(), session);
        if (method.isOffered()) {
            fillIn(context, args);
        }
        if (method.isConstrained()) {
            method.use().validation().check(method.model(), instance, args);
        }
        return method.invoke(instance, args);
    }

    private void fillIn(CallContext context, @Nullable Object[] args) {
        for (ParameterModel parameter : method.model().parameters()) {
            switch (parameter.role()) {
                case SESSION -> args[parameter.index()] = context.session();
                case SESSIONS -> args[parameter.index()] = host.sessions(method.use(), scope);
                case CHANNELS -> args[parameter.index()] = host.channels(method.use(), scope);
                case CALL_CONTEXT -> args[parameter.index()] = context;
                case HANDSHAKE -> args[parameter.index()] = session.handshake();
                case USER -> args[parameter.index()] = user(parameter);
                case CHANNEL -> args[parameter.index()] = context.channel();
                case WIRE, ACTION, PACKET, PACKET_NAME, STATE -> {}
            }
        }
    }

    /** Asked once more: the session may have lost its user since it was let in. */
    private @Nullable User user(ParameterModel parameter) {
        User user = session.user();
        if (user == null && parameter.required()) {
            throw new CallException(ErrorCodes.UNAUTHENTICATED, method.model().target() + " is for users only");
        }
        return user;
    }
}
