package io.redstart.server.door.fire;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.FrameCodec.Ending;

/** The codes pages of Fire Web Socket are told when they are let go. */
final class FireCode {
    /** A part of the credentials is missing. */
    static final int INCOMPLETE = 3002;
    /** There is no such namespace, or the token is not valid. */
    static final int NOT_FOUND = 3404;
    /** A message is too large; as the WebSocket standard has it. */
    static final int TOO_LARGE = 1009;

    private FireCode() {}

    /** Those of credentials in its own words; all others are told as they are. */
    static Ending ending(int code, String reason) {
        boolean credentials = code == CloseCode.NOT_AUTHENTICATED.code() || code == CloseCode.TOKEN_EXPIRED.code();
        return credentials ? new Ending(NOT_FOUND, "invalid JWT") : new Ending(code, reason);
    }
}
