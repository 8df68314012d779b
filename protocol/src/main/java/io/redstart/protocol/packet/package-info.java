/** Typed binary packets: schemas, and the codecs that read and write them. */
@NullMarked
package io.redstart.protocol.packet;

import org.jspecify.annotations.NullMarked;
