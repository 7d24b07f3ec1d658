/** Tests of the engine, with a process that has everything a process can have. */
@NullMarked
package io.habeas.process;

import org.jspecify.annotations.NullMarked;
