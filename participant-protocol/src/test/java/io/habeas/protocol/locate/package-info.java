/** Tests of the search in rounds. */
@NullMarked
package io.habeas.protocol.locate;

import org.jspecify.annotations.NullMarked;
