/** The door for clients of sockhop: their lines in, redstart.v1 behind it. */
@NullMarked
package io.redstart.server.door.sockhop;

import org.jspecify.annotations.NullMarked;
