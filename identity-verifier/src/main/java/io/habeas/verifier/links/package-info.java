/** Links by which a person fetches what was packaged for them. */
@NullMarked
package io.habeas.verifier.links;

import org.jspecify.annotations.NullMarked;
