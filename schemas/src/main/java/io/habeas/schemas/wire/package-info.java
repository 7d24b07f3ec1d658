/** Confluent's wire format, and what can be wrong with bytes that claim to be in it. */
@NullMarked
package io.habeas.schemas.wire;

import org.jspecify.annotations.NullMarked;
