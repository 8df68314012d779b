package io.redstart.server.door.fire.sockjs;

import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Receiver;

/**
 * What is at the server's end of one SockJS session. It hears messages as text frames, one a frame, and makes messages of
 * what is written, as text frames as well. A ping it writes becomes a heartbeat, and is answered when that has been taken.
 */
public interface SockJsLine extends Receiver, FrameCodec {}
