/** The door for clients of Fire Web Socket: SockJS and its control commands in, redstart.v1 behind it. */
@NullMarked
package io.redstart.server.door.fire;

import org.jspecify.annotations.NullMarked;
