/** Tests of what operators see. */
@NullMarked
package io.habeas.intake.operations;

import org.jspecify.annotations.NullMarked;
