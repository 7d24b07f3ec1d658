/** Asks many participants, asks again, judges what they answer, and knows when all have. */
@NullMarked
package io.habeas.protocol.fanout;

import org.jspecify.annotations.NullMarked;
