/** Tests of the words of the protocol. */
@NullMarked
package io.habeas.protocol;

import org.jspecify.annotations.NullMarked;
