/** Tests of asking many and joining their answers. */
@NullMarked
package io.habeas.protocol.fanout;

import org.jspecify.annotations.NullMarked;
