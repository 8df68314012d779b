/** SockJS: messages over WebSockets where they can be opened, and over ordinary requests where they cannot. */
@NullMarked
package io.redstart.server.door.fire.sockjs;

import org.jspecify.annotations.NullMarked;
