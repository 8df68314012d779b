/** The door for Seneca: acts in, calls of redstart.v1 behind it. */
@NullMarked
package io.redstart.server.door.seneca;

import org.jspecify.annotations.NullMarked;
