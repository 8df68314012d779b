/** The door for clients of sockizy: their packets in, those of redstart.v1 behind it. */
@NullMarked
package io.redstart.server.door.sockizy;

import org.jspecify.annotations.NullMarked;
