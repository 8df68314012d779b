package io.redstart.server.door.fire.sockjs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a path below an endpoint asks for.
 *
 * @param kind what
 * @param session of a session, which one: the two parts that its client made up; else empty
 * @param transport of a session, how; else empty
 */
record SockJsPath(Kind kind, String session, String transport) {
    private static final Pattern SESSION =
            Pattern.compile("/([A-Za-z0-9_~-]{1,32}/[A-Za-z0-9_~-]{1,128})/([a-z_]{1,16})");
    private static final Pattern FRAME = Pattern.compile("/iframe[A-Za-z0-9_.-]{0,64}\\.html");

    enum Kind {
        GREETING,
        INFO,
        FRAME,
        RAW,
        SESSION
    }

    /** Null for what asks for nothing. */
    static @Nullable SockJsPath of(String rest) {
        switch (rest) {
            case "", "/" -> {
                return new SockJsPath(Kind.GREETING, "", "");
            }
            case "/info" -> {
                return new SockJsPath(Kind.INFO, "", "");
            }
            case "/websocket" -> {
                return new SockJsPath(Kind.RAW, "", "");
            }
            default -> {
                if (FRAME.matcher(rest).matches()) {
                    return new SockJsPath(Kind.FRAME, "", "");
                }
                Matcher session = SESSION.matcher(rest);
                return session.matches() ? new SockJsPath(Kind.SESSION, session.group(1), session.group(2)) : null;
            }
        }
    }
}
