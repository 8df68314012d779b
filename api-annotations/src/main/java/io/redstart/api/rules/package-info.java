/**
 * The rules an API jar keeps, said once: the annotation processor checks them when the jar is compiled, the server
 * when it is deployed, and both report the same texts. Applications have no use for this package.
 */
@NullMarked
package io.redstart.api.rules;

import org.jspecify.annotations.NullMarked;
