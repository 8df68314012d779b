/** The door for clients of socket.red: JSON arrays in WebSocket frames, one a frame. */
@NullMarked
package io.redstart.server.door.socketred;

import org.jspecify.annotations.NullMarked;
