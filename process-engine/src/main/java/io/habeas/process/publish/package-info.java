/** Writes a record and returns once every replica has it. */
@NullMarked
package io.habeas.process.publish;

import org.jspecify.annotations.NullMarked;
