/** Channels of a namespace: who is in them, what state they have, and what was said in them. */
@NullMarked
package io.redstart.server.channel;

import org.jspecify.annotations.NullMarked;
