/** The API model: what the annotations of a bundle say, parsed once into immutable records. */
@NullMarked
package io.redstart.server.registry;

import org.jspecify.annotations.NullMarked;
